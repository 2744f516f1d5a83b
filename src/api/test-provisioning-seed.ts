import { findConnection } from '../core/people/connections/connection.store.ts';
import { underGuard } from '../core/people/departures/guard.ts';
import { provisionPerson } from '../core/people/provisioning/provision.ts';
import { setActive } from '../core/people/provisioning/set-active.ts';
import { uuidv7 } from '../platform/crypto/uuid.ts';
import type { TestHub } from './test-hub.ts';

type Call = <T = { id: string }>(method: string, path: string, body?: unknown) => Promise<T>;

/** Directories of the test hub's tenant, made over its API when a test asks for them. */
export function createProvisioningSeed(hub: TestHub, call: Call) {
  const connection = (given: object = {}) =>
    call<{ id: string; token: string }>('POST', '/v1/scim/connections', {
      ...{ name: 'Entra', profile: 'entra', ...given },
    });
  const provisioning = {
    connection: async () => (await connection()).id,
    token: async () => {
      const connectionId = await provisioning.connection();
      const path = `/v1/scim/connections/${connectionId}/tokens`;
      return { connectionId, tokenId: (await call('POST', path, {})).id };
    },
    client: async () => {
      const connectionId = await provisioning.connection();
      const path = `/v1/scim/connections/${connectionId}/clients`;
      return { connectionId, clientId: (await call('POST', path, {})).id };
    },
    rule: async () => {
      const connectionId = await provisioning.connection();
      const path = `/v1/connections/${connectionId}/rules`;
      const rule = { group: { by: 'name', key: 'Teachers' }, grant: { role: 'user' } };
      return { connectionId, ruleId: (await call('POST', path, rule)).id };
    },
    /** Somebody whom the guard has kept. */
    hold: async () => {
      const { id } = await connection({ guard: { count: 0, percent: 0 } });
      await underGuard(hub.hub.database, hub.tenantId, async (db) => {
        const found = await findConnection(db, id);
        if (!found) throw new Error('the connection is not there');
        const details = { displayName: 'Ada', givenName: null, familyName: null, email: null };
        const { personId } = await provisionPerson(db, {
          connection: found,
          person: {
            ...{ subject: uuidv7(), active: true },
            details: { ...details, locale: null, timeZone: null },
          },
        });
        await setActive(db, { connection: found, personId, active: false, by: 'test' });
      }).catch(() => undefined);
      const { data } = await call<{ data: { id: string }[] }>(
        'GET',
        `/v1/departure-holds?connectionId=${id}`,
      );
      return { connectionId: id, holdId: data[0]?.id ?? '' };
    },
    /** A request of a client that made a User, as the log has it. */
    logged: async () => {
      const { id: connectionId, token } = await connection();
      await hub.request('POST', '/scim/v2/Users', {
        key: token,
        headers: { 'Content-Type': 'application/scim+json' },
        body: {
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
          userName: `${uuidv7()}@example.org`,
        },
      });
      const path = `/v1/scim/connections/${connectionId}/log`;
      const { data } = await call<{ data: { id: string }[] }>('GET', path);
      return { connectionId, entryId: data[0]?.id ?? '' };
    },
  };
  return provisioning;
}
