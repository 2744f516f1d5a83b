import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { NewRegistration } from './registration.store.ts';

/** A registration of a platform of its own, for tests. */
export function testRegistration(changes: Partial<NewRegistration> = {}): NewRegistration {
  const id = uuidv7();
  const issuer = `https://${id}.lms.example`;
  return {
    id,
    name: 'School',
    issuer,
    clientId: `client-${id}`,
    authorizationEndpoint: `${issuer}/auth`,
    tokenEndpoint: `${issuer}/token`,
    jwksUri: `${issuer}/jwks`,
    tokenAudience: null,
    profile: 'spec',
    overrides: {},
    keySet: 'shared',
    isShared: false,
    isEnabled: true,
    origin: 'manual',
    scopes: [],
    frameAncestors: [],
    ...changes,
  };
}
