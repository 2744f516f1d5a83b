import { checkStatement, type JsonObject } from '@crosswalk/xapi-lrs';

/** The least that a statement needs around an authority. */
const around = {
  actor: { mbox: 'mailto:nobody@example.com' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
  object: { id: 'http://example.com/activity' },
};

/**
 * An agent, or the group of an application and its user (xAPI 2.0 4.2.7.5).
 * @throws XapiError whose pointer begins with `/authority`
 */
export function checkAuthority(authority: unknown): JsonObject {
  const checked = checkStatement({ ...around, authority }, '2.0.0');
  // Sound because the check has let it pass as JSON of that shape.
  return checked.authority as unknown as JsonObject;
}
