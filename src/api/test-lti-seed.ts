import { uuidv7 } from '../platform/crypto/uuid.ts';

type Call = (method: string, path: string, body?: unknown) => Promise<{ id: string }>;

/** Platforms of the test hub's tenant, made over its API when a test asks for them. */
export function createLtiSeed(call: Call) {
  const lti = {
    platform: () => {
      const issuer = `https://${uuidv7()}.lms.example`;
      return {
        name: 'School',
        issuer,
        clientId: uuidv7(),
        authorizationEndpoint: `${issuer}/auth`,
        tokenEndpoint: `${issuer}/token`,
        jwksUri: `${issuer}/jwks`,
      };
    },
    registration: async () => (await call('POST', '/v1/lti/registrations', lti.platform())).id,
  };
  return lti;
}
