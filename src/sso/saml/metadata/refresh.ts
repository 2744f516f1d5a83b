import {
  findConnection,
  listConnections,
  updateConnection,
} from '../../../core/people/connections/connection.store.ts';
import { audit } from '../../../platform/audit/audit.store.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { JobHandler } from '../../../platform/jobs/job.ts';
import type { Schedule } from '../../../platform/jobs/schedules/scheduler.ts';
import type { Outbound } from '../../../platform/outbound/outbound.ts';
import { type SamlConnection, ssoConnectionOf } from '../../connections/sso-connection.ts';
import { fetchIdpMetadata } from './fetch-metadata.ts';
import { type IdpMetadata, MetadataError } from './idp-metadata.ts';

const kind = 'sso.metadata';
const AGE_MS = 20 * 3_600_000;
const MAX_CONNECTIONS = 200;

interface RefreshDeps {
  database: Database;
  outbound: Outbound;
}

/**
 * Takes over what the provider says of itself now: its new certificate holds before it signs by it,
 * and one that it has withdrawn does not any more.
 * @throws MetadataError also where the address speaks of another provider
 */
export async function refreshMetadata(
  { database, outbound }: RefreshDeps,
  connection: SamlConnection,
): Promise<void> {
  const { tenantId, id, settings } = connection;
  if (settings.metadataUrl === null) return;
  const metadata = await fetchIdpMetadata(outbound, settings.metadataUrl);
  if (metadata.idpEntityId !== settings.idpEntityId) {
    throw new MetadataError(`It is of another provider now: ${metadata.idpEntityId}`);
  }
  await database.tenant(tenantId, async (db) => {
    const now = await findConnection(db, id);
    const current = now && ssoConnectionOf(tenantId, now);
    if (!now || current?.kind !== 'saml') return;
    const changed = changesOf(current, metadata);
    const metadataAt = new Date().toISOString();
    await updateConnection(db, {
      ...now,
      settings: { ...current.settings, ...metadata, metadataAt },
    });
    if (changed.length === 0) return;
    await audit(db, {
      ...{ actor: 'schedule:sso.metadata', action: 'sso_connection.refreshed' },
      subject: { type: 'connection', id },
      detail: { changed },
    });
  });
}

function changesOf({ settings }: SamlConnection, metadata: IdpMetadata): string[] {
  const before = new Map<string, unknown>(Object.entries(settings));
  return Object.entries(metadata).flatMap(([name, value]) =>
    JSON.stringify(before.get(name)) === JSON.stringify(value) ? [] : [name],
  );
}

/** Reads the metadata of a tenant's providers again that is a day old. */
export function metadataHandler(deps: RefreshDeps): JobHandler {
  return {
    kind,
    maxAttempts: 2,
    waitsForOthers: true,
    async run({ tenantId }, { signal }) {
      const rows = await deps.database.read(tenantId, (db) =>
        listConnections(db, { kind: 'saml', after: undefined, limit: MAX_CONNECTIONS }),
      );
      for (const row of rows) {
        signal.throwIfAborted();
        const connection = ssoConnectionOf(tenantId, row);
        if (connection?.kind !== 'saml' || !isDue(connection)) continue;
        // One that cannot be read stays as it is, and is tried again in an hour.
        await refreshMetadata(deps, connection).catch((error: unknown) => {
          if (!(error instanceof MetadataError)) throw error;
        });
      }
    },
  };
}

function isDue({ enabled, settings }: SamlConnection): boolean {
  const readAt = settings.metadataAt === null ? 0 : Date.parse(settings.metadataAt);
  return enabled && settings.metadataUrl !== null && Date.now() - readAt > AGE_MS;
}

export const metadataSchedule: Schedule = {
  name: kind,
  cron: '29 * * * *',
  everyTenant: { kind, payload: {} },
};
