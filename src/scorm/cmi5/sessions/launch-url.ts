import type { Agent } from '@crosswalk/xapi-lrs';

interface Common {
  /** Address of the content, maybe with a query and a fragment of its own. */
  launchUrl: string;
  /** Of the LRS; ends in a slash. */
  endpoint: string;
  actor: Agent;
  registration: string;
  activityId: string;
}

/** cmi5 8.1. */
export function cmi5Url({
  launchUrl,
  endpoint,
  fetch,
  actor,
  registration,
  activityId,
}: Common & { fetch: string }): string {
  return withParameters(launchUrl, {
    ...{ endpoint, fetch, actor: JSON.stringify(actor), registration, activityId },
  });
}

/** As the guideline "Tin Can launch" of Rustici Software has it. */
export function tincanUrl({
  launchUrl,
  endpoint,
  auth,
  actor,
  registration,
  activityId,
}: Common & { auth: string }): string {
  return withParameters(launchUrl, {
    ...{ endpoint, auth, actor: JSON.stringify(actor), registration, activity_id: activityId },
  });
}

/** Merged into the query that the URL has, which stays as it is written (cmi5 13.1.4). */
function withParameters(url: string, parameters: Record<string, string>): string {
  const [address = '', ...fragment] = url.split('#');
  const query = Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  const joint = !address.includes('?') ? '?' : /[?&]$/.test(address) ? '' : '&';
  return [`${address}${joint}${query}`, ...fragment].join('#');
}
