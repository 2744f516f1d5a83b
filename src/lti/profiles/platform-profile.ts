/** How a platform reads the specifications: one record of data for each product. */
export interface PlatformProfile {
  /** "aud" of token requests: a URL, or what of the registration is sent. */
  tokenAudience: 'token-endpoint' | 'issuer' | (string & {});
  audienceStyle: 'string' | 'array';
  /** Statuses by which it says "slower". */
  throttleStatuses: readonly number[];
  /** A throttle status counts as one only with this header at 0, or with "rate limit" in its body. */
  throttleHeader: string | null;
  /** Least distance of two scores of one person in one line item, for it compares whole seconds. */
  timestampStepMs: number;
  /** Scores that may be under way at once. */
  parallelScores: number;
  /** `loose`: curly quotes and entities in Link headers. */
  linkHeaders: 'rfc8288' | 'loose';
  /** Frame that keeps `lti.put_data`, where the login names none. */
  storageFrame: string | null;
  /** What a launch without `sub` is: Core 5.3.6.1 calls it anonymous, certification a mistake. */
  missingSub: 'anonymous' | 'refuse';
  /** Sources for `frame-ancestors` beside the origins of the registration. */
  frameAncestors: readonly string[];
  /** Takes a score only with gradingProgress FullyGraded. */
  needsFullyGraded: boolean;
  /** Reads the extension `https://canvas.instructure.com/lti/submission`. */
  readsCanvasSubmission: boolean;
  /** `replace`: a score without a comment clears the last one (AGS 2.0 3.4.5); `pile-up`: each is one more. */
  comments: 'replace' | 'pile-up';
  /** One issuer for all customers: only client and deployment tell them apart. */
  issuerIsShared: boolean;
  /** Its clock may be wrong by so much, in seconds. */
  clockToleranceS: number;
}

export const profileNames = [
  'spec',
  'moodle',
  'canvas',
  'blackboard',
  'd2l',
  'schoology',
  'sakai',
] as const;
export type ProfileName = (typeof profileNames)[number];

/** What an admin may set otherwise for one registration. */
export type ProfileOverrides = Partial<PlatformProfile>;
