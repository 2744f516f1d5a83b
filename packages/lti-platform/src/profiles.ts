import { mediaType } from './names.ts';

export const profileNames = ['spec', 'moodle', 'canvas', 'blackboard', 'd2l', 'schoology'] as const;
export type ProfileName = (typeof profileNames)[number];

/** How a product differs from the specification's letter. */
export interface Profile {
  name: ProfileName;
  productFamily: string;
  /** null: the URL that it listens at. */
  issuer: string | null;
  /** What `aud` of a token request may be. */
  tokenAudiences: readonly string[];
  /** The status for an array as `aud` of a token request; null takes it. */
  audienceArrayStatus: number | null;
  /** Life in seconds. */
  tokenLifeS: number;
  idTokenLifeS: number;
  /** Whether keys in the JWKS say their `alg`. */
  jwksAlg: boolean;
  /** Behind each line item's URL. */
  lineItemQuery: string;
  /** `curly`: curly quotes and entities in the Link header of line items. */
  lineItemLink: 'rfc8288' | 'curly';
  throttle: { status: number; headers: Record<string, string>; body: string };
  /** Times of scores are compared by this. */
  timestampStepMs: number;
  /** Scores with other progress change no grade. */
  needsFullyGraded: boolean;
  /** Refuses service calls that do not say who calls. */
  needsUserAgent: boolean;
  /** The status for a score of somebody who is no learner; null takes it. */
  noLearnerStatus: number | null;
  unknownUserStatus: number;
  membersPerPage: number;
  /** Sent at login. */
  storageTarget: string | null;
  scoreAnswer: 'empty' | 'result-url';
  /** Refuses a deep linking response without `kid`. */
  responseNeedsKid: boolean;
  deploymentId: 'short' | 'long';
  membershipAnswer: string;
}

const TOKEN = 'token-endpoint';
const ISSUER = 'issuer';

const spec: Profile = {
  name: 'spec',
  productFamily: 'crosswalk-platform',
  issuer: null,
  tokenAudiences: [TOKEN],
  audienceArrayStatus: null,
  tokenLifeS: 3600,
  idTokenLifeS: 300,
  jwksAlg: true,
  lineItemQuery: '',
  lineItemLink: 'rfc8288',
  throttle: { status: 429, headers: {}, body: '{"error":"too many requests"}' },
  timestampStepMs: 1,
  needsFullyGraded: false,
  needsUserAgent: false,
  noLearnerStatus: null,
  unknownUserStatus: 404,
  membersPerPage: 100,
  storageTarget: null,
  scoreAnswer: 'empty',
  responseNeedsKid: false,
  deploymentId: 'long',
  membershipAnswer: mediaType.memberships,
};

export const profiles: Record<ProfileName, Profile> = {
  spec,
  // Measured with Moodle 5.1.
  moodle: {
    ...spec,
    name: 'moodle',
    productFamily: 'moodle',
    tokenAudiences: [TOKEN, ISSUER],
    idTokenLifeS: 60,
    lineItemQuery: '?type_id=1',
    lineItemLink: 'curly',
    timestampStepMs: 1000,
    needsFullyGraded: true,
    unknownUserStatus: 400,
    deploymentId: 'short',
  },
  canvas: {
    ...spec,
    name: 'canvas',
    productFamily: 'canvas',
    issuer: 'https://canvas.instructure.com',
    // Refuses a trailing slash.
    tokenAudiences: [TOKEN],
    // Canvas throttles with 403 and this text.
    throttle: {
      status: 403,
      headers: { 'X-Rate-Limit-Remaining': '0.0', 'Content-Type': 'text/plain' },
      body: '403 Forbidden (Rate Limit Exceeded)',
    },
    needsFullyGraded: true,
    needsUserAgent: true,
    noLearnerStatus: 422,
    unknownUserStatus: 422,
    membersPerPage: 50,
    storageTarget: 'post_message_forwarding',
    scoreAnswer: 'result-url',
  },
  blackboard: {
    ...spec,
    name: 'blackboard',
    productFamily: 'BlackboardLearn',
    issuer: 'https://blackboard.com',
  },
  d2l: {
    ...spec,
    name: 'd2l',
    productFamily: 'desire2learn',
    tokenAudiences: ['https://api.brightspace.com/auth/token'],
    audienceArrayStatus: 500,
    jwksAlg: false,
    responseNeedsKid: true,
  },
  schoology: {
    ...spec,
    name: 'schoology',
    productFamily: 'schoology',
    issuer: 'https://schoology.schoology.com',
    membersPerPage: 100,
  },
};

/** The values of `aud` that a platform takes at its token endpoint. */
export function audiencesOf(
  profile: Profile,
  { issuer, tokenEndpoint }: { issuer: string; tokenEndpoint: string },
): string[] {
  const values: Record<string, string> = { [TOKEN]: tokenEndpoint, [ISSUER]: issuer };
  return profile.tokenAudiences.map((audience) => values[audience] ?? audience);
}
