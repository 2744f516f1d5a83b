import type { Random } from '../random.ts';
import type { DeepLinkingSettings } from './launches.ts';

export type ContentItem = { type: string } & Record<string, unknown>;

export interface DeepLinkResponse {
  items: ContentItem[];
  message?: string;
  errorMessage?: string;
}

export interface DeepLinkSession {
  id: string;
  clientId: string;
  deploymentId: string;
  courseId: string | null;
  data: string;
  settings: DeepLinkingSettings;
  /** What came back; a session takes one answer. */
  response?: DeepLinkResponse;
}

export interface DeepLinkSessions {
  open(session: Omit<DeepLinkSession, 'id' | 'data' | 'response'>): DeepLinkSession;
  find(id: string): DeepLinkSession | undefined;
}

export function createDeepLinkSessions(random: Random): DeepLinkSessions {
  const sessions = new Map<string, DeepLinkSession>();
  return {
    open: (given) => {
      // Opaque for the tool, and not easy to carry: quotes, spaces, signs outside ASCII.
      const data = `"${random.text(12)}" <ä&b> +%20`;
      const session: DeepLinkSession = { ...given, id: random.text(16), data };
      sessions.set(session.id, session);
      return session;
    },
    find: (id) => sessions.get(id),
  };
}
