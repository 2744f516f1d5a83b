const spec = 'https://purl.imsglobal.org/spec';

/** Scopes of the services that this tool calls. */
export const scopes = {
  lineItem: `${spec}/lti-ags/scope/lineitem`,
  readResults: `${spec}/lti-ags/scope/result.readonly`,
  score: `${spec}/lti-ags/scope/score`,
  readMembers: `${spec}/lti-nrps/scope/contextmembership.readonly`,
  readGroups: `${spec}/lti-gs/scope/contextgroup.readonly`,
  noticeHandlers: `${spec}/lti/scope/noticehandlers`,
} as const;

/** What this tool asks a platform for. */
export const wantedScopes: readonly string[] = [
  scopes.lineItem,
  scopes.readResults,
  scopes.score,
  scopes.readMembers,
  scopes.noticeHandlers,
];
