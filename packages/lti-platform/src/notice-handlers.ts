/** URLs that tools set for notices, by deployment and type. */
export interface NoticeHandlers {
  set(deploymentId: string, type: string, handler: string): void;
  of(deploymentId: string): Map<string, string>;
}

export function createNoticeHandlers(): NoticeHandlers {
  const all = new Map<string, Map<string, string>>();
  const of = (deploymentId: string) => {
    const found = all.get(deploymentId) ?? new Map<string, string>();
    all.set(deploymentId, found);
    return found;
  };
  return {
    of,
    set: (deploymentId, type, handler) => {
      if (handler === '') of(deploymentId).delete(type);
      else of(deploymentId).set(type, handler);
    },
  };
}
