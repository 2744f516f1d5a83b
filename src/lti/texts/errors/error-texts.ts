/** What can be wrong, as somebody in a course sees it; the technical reason is in the inspector. */
export type ErrorKind =
  | 'notFromCourse'
  | 'unknownPlatform'
  | 'registrationPaused'
  | 'usedAlready'
  | 'tookTooLong'
  | 'cookiesBlocked'
  | 'otherBrowser'
  | 'misconfigured'
  | 'notTrusted'
  | 'keysUnavailable'
  | 'tooOld'
  | 'clockAhead'
  | 'notConnected'
  | 'deploymentPaused'
  | 'unsupported'
  | 'userMissing'
  | 'personInactive'
  | 'contentMissing'
  | 'notSetUp'
  | 'platformError'
  | 'tooMany'
  | 'unavailable'
  | 'ourFault';

export interface ErrorTexts {
  /** What went wrong, and what the reader can do about it. */
  kinds: Record<ErrorKind, { title: string; todo: string }>;
  reference: string;
  isAdministrator: string;
  connectTodo: string;
  connect: string;
}
