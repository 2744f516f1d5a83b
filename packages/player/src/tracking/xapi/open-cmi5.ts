import { LaunchError } from '../launch-error.ts';
import { parseJson, propertyOf, textOf } from './json.ts';
import { createLrs, type LrsPlace } from './lrs.ts';
import type { XapiSession } from './session.ts';
import type { StatementContext } from './statement.ts';

/**
 * Begins a cmi5 session (cmi5 8 to 11): the token, the launch data and the learner's preferences,
 * which have to be asked for before anything is said. null: this is no cmi5 launch.
 * @throws LaunchError when the launch cannot begin.
 */
export async function openCmi5(query: string): Promise<XapiSession | null> {
  const parameters = new URLSearchParams(query);
  const given = (name: string): string => parameters.get(name) ?? '';
  const actor = parseJson(given('actor'));
  if (!given('endpoint') || !given('fetch') || typeof actor !== 'object' || !actor) return null;
  const place: LrsPlace = {
    endpoint: given('endpoint'),
    authorization: `Basic ${await fetchToken(given('fetch'))}`,
    actor,
    activityId: given('activityId'),
    registration: given('registration'),
  };
  const lrs = createLrs(place);
  const [data] = await Promise.all([
    lrs.readState('LMS.LaunchData'),
    // 11.0: asked for by every AU, whatever it does with them.
    lrs.readProfile('cmi5LearnerPreferences'),
  ]);
  const launchData = parseJson(data ?? '');
  if (launchData === undefined) throw new LaunchError('failed', 'There is no LMS.LaunchData.');
  return { ...place, ...sessionOf(launchData) };
}

/** 8.2.3: the URL works once; then it answers 200 with an error. */
async function fetchToken(url: string): Promise<string> {
  const response = await fetch(url, { method: 'POST' }).catch(() => null);
  const body = parseJson((await response?.text().catch(() => '')) ?? '');
  const token = textOf(propertyOf(body, 'auth-token'));
  if (token) return token;
  const error = textOf(propertyOf(body, 'error-text'));
  if (error === undefined) throw new LaunchError('failed', 'No token was given for this launch.');
  throw new LaunchError('expired', error);
}

const MODES: Record<string, XapiSession['mode']> = { Browse: 'browse', Review: 'review' };

/** 10.2. */
function sessionOf(launchData: unknown): Omit<XapiSession, keyof LrsPlace> {
  const masteryScore = propertyOf(launchData, 'masteryScore');
  const template = propertyOf(launchData, 'contextTemplate');
  return {
    profile: 'cmi5',
    mode: MODES[textOf(propertyOf(launchData, 'launchMode')) ?? ''] ?? 'normal',
    masteryScore: typeof masteryScore === 'number' ? masteryScore : undefined,
    returnUrl: textOf(propertyOf(launchData, 'returnURL')),
    context: isContext(template) ? template : {},
  };
}

function isContext(value: unknown): value is StatementContext {
  return typeof value === 'object' && value !== null;
}
