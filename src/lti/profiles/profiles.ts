import type { PlatformProfile, ProfileName } from './platform-profile.ts';

const spec: PlatformProfile = {
  // Security 1.0 4.1.1: the token endpoint's URL, unless the platform named another.
  tokenAudience: 'token-endpoint',
  audienceStyle: 'string',
  throttleStatuses: [429],
  throttleHeader: null,
  timestampStepMs: 1,
  parallelScores: 4,
  linkHeaders: 'rfc8288',
  storageFrame: null,
  missingSub: 'anonymous',
  frameAncestors: [],
  needsFullyGraded: false,
  readsCanvasSubmission: false,
  comments: 'replace',
  issuerIsShared: false,
  clockToleranceS: 60,
};

export const profiles: Record<ProfileName, PlatformProfile> = {
  spec,
  moodle: {
    ...spec,
    // Moodle 5.1: scores with a time of the same second answer 409.
    timestampStepMs: 1_000,
    // Moodle 5.1: Link of line items reads <...>; rel=“next”, with &amp; in the URL.
    linkHeaders: 'loose',
    // Moodle 5.1: other progress drops scoreGiven.
    needsFullyGraded: true,
  },
  canvas: {
    ...spec,
    throttleStatuses: [403, 429],
    throttleHeader: 'X-Rate-Limit-Remaining',
    frameAncestors: ['https://*.instructure.com'],
    // Canvas ignores scores that are NotReady, Failed or Pending.
    needsFullyGraded: true,
    readsCanvasSubmission: true,
    // Canvas adds a comment to the submission with each score that has one.
    comments: 'pile-up',
    issuerIsShared: true,
  },
  blackboard: {
    ...spec,
    storageFrame: 'lti_storage_frame',
    frameAncestors: ['https://*.blackboard.com'],
    issuerIsShared: true,
  },
  d2l: {
    ...spec,
    // Brightspace takes this and nothing else; an array answers 500.
    tokenAudience: 'https://api.brightspace.com/auth/token',
    frameAncestors: ['https://*.brightspace.com', 'https://*.desire2learn.com'],
  },
  schoology: {
    ...spec,
    frameAncestors: ['https://*.schoology.com'],
    issuerIsShared: true,
  },
  sakai: { ...spec },
};
