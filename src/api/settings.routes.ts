import { Type } from 'typebox';
import { readSettings, TenantSettings } from '../core/settings/tenant-settings.ts';
import { audit } from '../platform/audit/audit.store.ts';
import type { Database } from '../platform/database/database.ts';
import { route } from '../platform/http/route.ts';
import { updateSettings } from '../platform/tenancy/tenants.store.ts';

/** `/v1/settings` */
export function settingsRoutes({ database }: { database: Database }) {
  return [
    route({
      method: 'get',
      path: '/v1/settings',
      id: 'getSettings',
      tag: 'Settings',
      summary: "The tenant's settings",
      access: { scope: 'settings:read' },
      answers: { 200: TenantSettings },
      handle: async ({ caller }) => ({
        status: 200,
        body: await database.read(caller.tenantId, readSettings),
      }),
    }),
    route({
      method: 'patch',
      path: '/v1/settings',
      id: 'updateSettings',
      tag: 'Settings',
      summary: 'Change some settings',
      access: { scope: 'settings:write' },
      body: Type.Partial(TenantSettings, { additionalProperties: false, minProperties: 1 }),
      answers: { 200: TenantSettings },
      handle: async ({ caller, body }) => {
        const settings = await database.tenant(caller.tenantId, async (db) => {
          await updateSettings(db, body);
          await audit(db, {
            actor: caller.name,
            action: 'settings.updated',
            subject: { type: 'tenant', id: caller.tenantId },
            detail: body,
          });
          return readSettings(db);
        });
        return { status: 200, body: settings };
      },
    }),
  ];
}
