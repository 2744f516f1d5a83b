import type { Registration } from './registration.ts';

export interface ToolUrls {
  login: string;
  launch: string;
  deepLink: string;
  jwks: string;
  register: string;
}

/** What a platform is told about this tool; its keys are the tenant's own where they are not shared. */
export function toolUrls(
  publicUrl: string,
  { tenantId, keySet }: Pick<Registration, 'tenantId' | 'keySet'>,
): ToolUrls {
  const lti = `${publicUrl}/lti`;
  return {
    login: `${lti}/login`,
    launch: `${lti}/launch`,
    deepLink: `${lti}/deep-link`,
    jwks: keySet === 'shared' ? `${lti}/jwks` : `${lti}/jwks/${tenantId}`,
    register: `${lti}/register`,
  };
}
