import { parseJson, propertyOf, textOf } from './json.ts';
import type { XapiSession } from './session.ts';

/** Begins a launch as the Tin Can guideline has it; null: this is none. */
export async function openXapi(query: string): Promise<XapiSession | null> {
  const parameters = new URLSearchParams(query);
  const given = (name: string): string | undefined => parameters.get(name) || undefined;
  const endpoint = given('endpoint');
  const actor = agentOf(parseJson(given('actor') ?? ''));
  const activityId = given('activity_id');
  if (!endpoint || !actor || !activityId) return null;
  const grouping = given('grouping');
  const platform = given('activity_platform');
  return {
    profile: 'xapi',
    endpoint,
    authorization: given('auth') ?? '',
    actor,
    activityId,
    registration: given('registration'),
    mode: 'normal',
    context: {
      ...(grouping && { contextActivities: { grouping: [{ id: grouping }] } }),
      ...(platform && { platform }),
    },
  };
}

/** Older platforms give an agent of xAPI 0.9, where everything is a list. */
function agentOf(actor: unknown): object | null {
  if (typeof actor !== 'object' || actor === null) return null;
  const only = (name: string): unknown => {
    const value = propertyOf(actor, name);
    return Array.isArray(value) ? value[0] : value;
  };
  const account = only('account');
  const homePage = textOf(propertyOf(account, 'accountServiceHomePage'));
  const accountName = textOf(propertyOf(account, 'accountName'));
  const fields = {
    name: only('name'),
    mbox: only('mbox'),
    mbox_sha1sum: only('mbox_sha1sum'),
    openid: only('openid'),
    account: homePage && accountName ? { homePage, name: accountName } : account,
  };
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { objectType: 'Agent', ...Object.fromEntries(given) };
}
