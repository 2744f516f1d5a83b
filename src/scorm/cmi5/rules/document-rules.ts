import type { DocumentContent, DocumentKey, DocumentScope } from '@crosswalk/xapi-lrs';
import type { SessionCall } from '../lrs/session-call.ts';
import { LAUNCH_DATA, PREFERENCES } from '../sessions/launch-data.ts';
import { refusal } from './judge-statements.ts';
import { activitiesOf } from './rule.ts';

type Access = 'read' | 'write' | 'delete';

/**
 * What an AU may do with documents (cmi5 10, 11).
 * @throws XapiError 403
 */
export function checkDocument(call: SessionCall, key: DocumentKey, access: Access): void {
  checkScope(call, key);
  if (key.kind === 'state') checkState(call, key, access);
  if (key.kind === 'agent-profile') checkPreferences(call, key.id, access);
  if (key.kind === 'activity-profile' && access !== 'read') checkOwnActivity(call, key.activityId);
}

/** What goes for all documents of an activity, an agent, or both. */
export function checkScope({ agent, session }: SessionCall, scope: DocumentScope): void {
  if ('agent' in scope && scope.agent !== agent) {
    throw refusal({
      requirement: scope.kind === 'state' ? '8.1.3.0-3 (d)' : '11.0.0.0-1 (d)',
      message: 'The agent is not the actor of the launch.',
    });
  }
  const registration = scope.kind === 'state' ? scope.registration : undefined;
  if (registration !== undefined && registration.toLowerCase() !== session.registration) {
    throw refusal({
      requirement: '8.1.4.0-3 (d)',
      message: 'The registration is not the one of the launch.',
    });
  }
}

/** All state of an activity includes its launch data. */
export function checkDeleteAll(call: SessionCall, scope: DocumentScope): void {
  checkScope(call, scope);
  if (scope.kind === 'state') checkState(call, { ...scope, id: LAUNCH_DATA }, 'delete');
}

type StateKey = Extract<DocumentKey, { kind: 'state' }>;

function checkState({ session }: SessionCall, key: StateKey, access: Access): void {
  if (session.profile === 'tincan' || access === 'read' || key.id !== LAUNCH_DATA) return;
  throw refusal({
    requirement: '10.2.1.0-5 (d)',
    message: `An AU may only read ${LAUNCH_DATA}.`,
  });
}

function checkPreferences({ session }: SessionCall, id: string, access: Access): void {
  if (session.profile === 'tincan') return;
  if (id !== PREFERENCES) {
    throw refusal({
      requirement: '11.0.0.0-4',
      message: `The only profile of an agent here is ${PREFERENCES}.`,
    });
  }
  if (access === 'delete') {
    throw refusal({ requirement: '11.0.0.0-5 (d)', message: 'Preferences are not deleted.' });
  }
}

function checkOwnActivity({ session }: SessionCall, activityId: string): void {
  const published = activitiesOf(session.contextTemplate.contextActivities?.grouping);
  if (activityId === session.activityId || published.some(({ id }) => id === activityId)) return;
  throw refusal({
    requirement: '12.0',
    message: 'An AU writes no profile of activities but its own.',
  });
}

/** What an LRS would refuse with 400 or 409: AUs take a 403 to their preferences for no error (cmi5 11). */
export function checkNamesVersion({ session, namesVersion }: SessionCall): void {
  if (namesVersion || session.profile === 'tincan') return;
  throw refusal({
    requirement: '11.0',
    message: 'Preferences are replaced with If-Match, and written first with If-None-Match: *.',
  });
}

/** RFC 5646 2.1 in short: subtags of up to eight letters and digits, the first of letters. */
const LANGUAGE_TAG = /^[a-z]{1,8}(?:-[a-z0-9]{1,8})*$/i;

/** cmi5 11. @throws XapiError 403 */
export function checkPreferencesContent({ contentType, content }: DocumentContent): void {
  const preferences = contentType.startsWith('application/json') ? parsed(content) : undefined;
  const { languagePreference, audioPreference } = preferences ?? {};
  if (typeof languagePreference !== 'string' || typeof audioPreference !== 'string') {
    throw refusal({
      requirement: '11.0.0.0-5 (d)',
      message: 'Preferences are a JSON object with languagePreference and audioPreference.',
    });
  }
  if (!languagePreference.split(',').every((tag) => LANGUAGE_TAG.test(tag.trim()))) {
    throw refusal({
      requirement: '11.1.0.0-1 (d)',
      message: 'languagePreference is a list of language tags, separated by commas.',
    });
  }
  if (!['on', 'off'].includes(audioPreference)) {
    throw refusal({ requirement: '11.2.0.0-1', message: 'audioPreference is on or off.' });
  }
}

function parsed(content: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(content.toString());
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
