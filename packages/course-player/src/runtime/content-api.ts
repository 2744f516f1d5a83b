/** What of scorm-again's classes is used here; its own types do not resolve. */
export interface ScormApi {
  lmsInitialize(parameter: string): string;
  lmsFinish(parameter: string): string;
  lmsGetValue(element: string): string;
  lmsSetValue(element: string, value: unknown): string;
  lmsCommit(parameter: string): string;
  lmsGetLastError(): string;
  lmsGetErrorString(code: string): string;
  lmsGetDiagnostic(code: string): string;
  reset(): void;
  loadFromJSON(json: object, element: string): void;
  isInitialized(): boolean;
  isTerminated(): boolean;
  /** The data model as the standard has it, total time included. */
  renderCommitCMI(terminateCommit: boolean, includeTotalTime: boolean): unknown;
}

/** Of what was asked to be stored: stored or not. */
function commitResult(isStored: boolean): { result: string; errorCode: number } {
  return isStored ? { result: 'true', errorCode: 0 } : { result: 'false', errorCode: 101 };
}

/** The runtime's way to the network: through the outbox, which knows what was stored already. */
export function httpService(save: () => boolean) {
  return { processHttpRequest: () => commitResult(save()), updateSettings: () => {} };
}
