/** Where a platform that listens at `origin` has its endpoints. */
export function urlsOf(origin: string, lineItemQuery: string) {
  return {
    configuration: `${origin}/.well-known/openid-configuration`,
    registration: `${origin}/registration`,
    jwks: `${origin}/jwks`,
    authorize: `${origin}/authorize`,
    token: `${origin}/token`,
    storage: `${origin}/storage`,
    lineItems: (courseId: string) => `${origin}/courses/${courseId}/lineitems${lineItemQuery}`,
    lineItem: (courseId: string, id: string) =>
      `${origin}/courses/${courseId}/lineitems/${id}${lineItemQuery}`,
    memberships: (courseId: string) => `${origin}/courses/${courseId}/memberships`,
    deepLinkReturn: (session: string) => `${origin}/deep-links/${session}`,
    noticeHandlers: (deploymentId: string) => `${origin}/notice-handlers/${deploymentId}`,
    launchReturn: `${origin}/returned`,
  };
}

export type Urls = ReturnType<typeof urlsOf>;
