/** The LMS's side of SCORM 2004 RTE 3.1.2. */
export interface Scorm2004Api {
  Initialize(argument: ''): unknown;
  Terminate(argument: ''): unknown;
  GetValue(element: string): unknown;
  SetValue(element: string, value: string): unknown;
  Commit(argument: ''): unknown;
  GetLastError(): unknown;
}
