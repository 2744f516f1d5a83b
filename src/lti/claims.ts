const lti = 'https://purl.imsglobal.org/spec/lti/claim';

/** Names of claims (Core 1.3, 5.3 and 5.4, and the services' own). */
export const claimNames = {
  messageType: `${lti}/message_type`,
  version: `${lti}/version`,
  deploymentId: `${lti}/deployment_id`,
  targetLinkUri: `${lti}/target_link_uri`,
  resourceLink: `${lti}/resource_link`,
  context: `${lti}/context`,
  roles: `${lti}/roles`,
  custom: `${lti}/custom`,
  launchPresentation: `${lti}/launch_presentation`,
  toolPlatform: `${lti}/tool_platform`,
  forUser: `${lti}/for_user`,
  lti1p1: `${lti}/lti1p1`,
  deepLinkingSettings: 'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings',
  grades: 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint',
  notices: `${lti}/platformnotificationservice`,
  notice: `${lti}/notice`,
  originContexts: `${lti}/origin_contexts`,
  roster: 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice',
} as const;

/** Claims of a message whose signature holds; what is in them is as the platform wrote it. */
export type LaunchClaims = Readonly<Record<string, unknown>>;

/** An object claim; empty where there is none. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Undefined for what is no text, and for the empty text, which stands for none (Core 1.3, 5.3). */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Custom parameters (Core 1.3, 5.4.6); a variable that the platform did not replace counts as none. */
export function customOf(claims: LaunchClaims): Record<string, string> {
  const given = Object.entries(objectOf(claims[claimNames.custom]));
  return Object.fromEntries(
    given.flatMap(([name, value]) => {
      const text = textOf(typeof value === 'number' ? String(value) : value);
      return text === undefined || /^\$[A-Z]/.test(text) ? [] : [[name, text]];
    }),
  );
}
