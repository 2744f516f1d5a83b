import type { Random } from '../random.ts';
import type { TokenMutation } from './token-mutation.ts';

export type Privacy = 'all' | 'email' | 'names' | 'nothing';
export type ServiceName = 'ags' | 'nrps' | 'pns';
export type MessageType =
  | 'LtiResourceLinkRequest'
  | 'LtiDeepLinkingRequest'
  | 'LtiSubmissionReviewRequest';

/** What a platform decides when somebody opens a link. */
export interface LaunchRequest {
  clientId: string;
  /** Default: the tool's first. */
  deploymentId?: string;
  message?: MessageType;
  /** null: outside any course. */
  courseId: string | null;
  /** null: nobody in particular. */
  userId: string | null;
  /** Default: those of the course's member. */
  roles?: readonly string[];
  linkId?: string;
  targetLinkUri?: string;
  custom?: Record<string, string>;
  privacy?: Privacy;
  services?: readonly ServiceName[];
  /** Default: the one of the link, where there is just one (AGS 2.0 3.1). */
  lineItemId?: string;
  deepLinking?: Partial<DeepLinkingSettings>;
  /** Whose submission is reviewed. */
  forUser?: string;
  presentation?: Record<string, unknown>;
  /** Added to the message as they are. */
  claims?: Record<string, unknown>;
  mutate?: TokenMutation;
  hasMessageHint?: boolean;
  /** Frame for platform storage, null for none; default: the profile's. */
  storageTarget?: string | null;
  method?: 'GET' | 'POST';
  /** Login parameters that differ; null leaves one out. */
  login?: Record<string, string | null>;
  /** Answered instead of an id_token. */
  error?: string;
}

/** Deep Linking 2.0 4.4.1. */
export interface DeepLinkingSettings {
  accept_types: string[];
  accept_presentation_document_targets: string[];
  accept_media_types: string;
  accept_multiple: boolean;
  accept_lineitem: boolean;
  auto_create: boolean;
  title: string;
  text: string;
}

export interface Launch {
  /** The login_hint. */
  id: string;
  messageHint: string | null;
  request: LaunchRequest;
  /** Where the browser begins. */
  url: string;
  method: 'GET' | 'POST';
  parameters: Record<string, string>;
  /** Of deep linking. */
  sessionId?: string;
  /** What the authorization endpoint sent; a hint is good for one answer. */
  sent?: { idToken: string; state: string; nonce: string; redirectUri: string };
}

export interface Launches {
  add(launch: Omit<Launch, 'id' | 'messageHint'>): Launch;
  find(loginHint: string): Launch | undefined;
}

export function createLaunches(random: Random): Launches {
  const launches = new Map<string, Launch>();
  return {
    add: (given) => {
      const { hasMessageHint = true, login = {} } = given.request;
      const id = `user-${random.text(10)}`;
      const made = hasMessageHint ? `{"launch":"${random.text(16)}","a":"b c&d"}` : null;
      const messageHint = login.lti_message_hint === undefined ? made : login.lti_message_hint;
      const all: Record<string, string | null> = {
        ...given.parameters,
        login_hint: id,
        lti_message_hint: messageHint,
        ...login,
      };
      const parameters = Object.entries(all).filter((entry): entry is [string, string] => {
        return entry[1] !== null;
      });
      const launch = { ...given, id, messageHint, parameters: Object.fromEntries(parameters) };
      launches.set(id, launch);
      return launch;
    },
    find: (loginHint) => launches.get(loginHint),
  };
}
