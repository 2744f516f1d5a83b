import type { Fault, LaunchRequest, ProfileName, TokenMutation } from '@crosswalk/lti-platform';
import type { Feature } from './tool-driver.ts';

export const levels = ['MUST', 'SHOULD', 'HARDEN'] as const;
/** HARDEN: stricter than any specification, for somebody attacks. */
export type Level = (typeof levels)[number];

interface About {
  /** As `launch.bad.kid-missing`. */
  id: string;
  specRef: string;
  level: Level;
  /** Default `spec`. */
  profile?: ProfileName;
  /** What a tool has to have an interface for, beside what the kind of case needs. */
  needs?: readonly Feature[];
}

/** Who opens the link. */
export type Who = 'student' | 'instructor' | 'nobody';

/** What of a launch a case makes otherwise. */
export interface LaunchMutation {
  request?: Partial<Omit<LaunchRequest, 'clientId' | 'courseId' | 'userId' | 'mutate'>>;
  token?: TokenMutation;
  /** Outside any course. */
  noCourse?: boolean;
  /** The second deployment of the tool. */
  secondDeployment?: boolean;
  trick?: Trick;
  before?: Before;
  faults?: readonly Fault[];
}

/** What a browser, or who controls one, does otherwise. */
export type Trick =
  | 'blocked-cookies'
  | 'another-browser'
  | 'post-twice'
  | 'old-token-in-new-login'
  | 'token-of-another-login'
  | 'state-of-another-login'
  | 'both-of-another-login'
  | 'state-missing'
  | 'state-altered'
  | 'state-invented'
  | 'token-missing'
  | 'query-instead-of-form'
  | 'json-instead-of-form'
  | 'token-of-another-client'
  | 'token-of-another-platform'
  | 'two-tabs';

/** What happens at the platform before the launch, after one that worked. */
export type Before =
  | 'rotate-overlap'
  | 'rotate-drop'
  | 'rotate-twice'
  | 'other-keys-in-jwks'
  | 'first-launch';

export interface LaunchCase extends About {
  kind: 'launch';
  who: Who;
  mutate: LaunchMutation;
  expect: 'launched' | 'refused';
}

/** What a login has to lead to; the platform checks each parameter of the request besides. */
export interface LoginCase extends About {
  kind: 'login';
  method: 'GET' | 'POST';
  /** Parameters that differ; null leaves one out. */
  parameters: Record<string, string | null>;
  check: LoginCheck;
}

export type LoginCheck =
  | 'goes-to-platform'
  | 'refused'
  | 'fresh-state-and-nonce'
  | 'unguessable'
  | 'secure-cookie'
  | 'fixed-redirect-uri'
  | 'no-echo'
  | 'stays-up';

export type Step =
  | { do: 'score'; share: number; comment?: string }
  | { do: 'revoke-tokens' }
  | { do: 'fault'; fault: Fault }
  | { do: 'launch-again' }
  | { do: 'grade-by-hand'; share: number };

export interface ScoreCase extends About {
  kind: 'score';
  who: Who;
  mutate: {
    /** Which line item there is: the link's own (default), none, one of a copied course. */
    lineItem?: 'of-link' | 'none' | 'copied';
    request?: LaunchMutation['request'];
  };
  steps: readonly Step[];
  expect: {
    /** Share of the maximum that the gradebook shows at the end; null: nothing. */
    share: number | null;
    comment?: string | null;
    /** How many scores the platform took. */
    accepted?: number;
    lineItems?: number;
    /** What the tool reads back. */
    readBack?: number;
    /** Requests that the fault's route may see at most. */
    atMost?: { path: 'scores' | 'token'; requests: number };
  };
}

export interface RosterCase extends About {
  kind: 'roster';
  mutate: {
    members: number;
    /** Roles of the first member beside the launcher. */
    roles?: readonly string[];
    statuses?: readonly ('Active' | 'Inactive')[];
    isStatusTold?: boolean;
    faults?: readonly Fault[];
    revokeTokens?: boolean;
    /** Between two syncs. */
    between?: 'withdraw-one' | 'enrol-one' | 'nothing';
  };
  expect: { members: number } | 'no-members-lost';
}

export interface DeepLinkCase extends About {
  kind: 'deep-link';
  who: Who;
  mutate: LaunchMutation & {
    count: number;
    withLineItem?: boolean;
    /** Launches the first item afterwards. */
    thenLaunch?: boolean;
  };
  /** `atMost`: fewer, and a refusal to answer at all, are as good. */
  expect: { items: number } | { atMost: number } | 'refused';
}

export interface RegistrationCase extends About {
  kind: 'registration';
  mutate: {
    faults?: readonly Fault[];
    token?: 'good' | 'invented';
    /** Launches afterwards. */
    thenLaunch?: boolean;
  };
  expect: 'registered' | 'refused';
}

export interface NoticeCase extends About {
  kind: 'notice';
  mutate: {
    type?: 'LtiContextCopyNotice' | 'LtiHelloWorldNotice';
    token?: TokenMutation;
    /** The same notice so many times in one batch. */
    times?: number;
    /** The same batch again. */
    again?: boolean;
  };
  expect: 'taken' | 'refused';
}

export type Case =
  | LaunchCase
  | LoginCase
  | ScoreCase
  | RosterCase
  | DeepLinkCase
  | RegistrationCase
  | NoticeCase;
