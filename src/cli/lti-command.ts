import { readFile } from 'node:fs/promises';
import { importLtijs, type LtijsReport } from '../lti/registrations/import-ltijs/import-ltijs.ts';
import { openLtijs } from '../lti/registrations/import-ltijs/ltijs.store.ts';
import { withHub } from './connect.ts';
import { exitCodes, type Output } from './output.ts';
import { findTenant, type TenantArguments } from './tenant-command.ts';

/** `hub lti import-ltijs`: platforms and keys of an ltijs installation on PostgreSQL. */
export async function importLtijsCommand(
  { database: url, keyFile, tenant }: TenantArguments & { database: string; keyFile: string },
  out: Output,
): Promise<number> {
  const secret = (await readFile(keyFile === '-' ? '/dev/stdin' : keyFile, 'utf8')).trim();
  return withHub(async (hub) => {
    const { tenantId, name } = await findTenant(hub, tenant);
    const { database, master, config } = hub;
    const source = await openLtijs(url);
    try {
      const report = await importLtijs({ database, master, tenantId, source, secret });
      const jwks = `${config.publicUrl}/lti/jwks/${tenantId}`;
      out.result({ tenantId, name, jwks, ...report }, [
        ...linesOf(report),
        'Point each platform at this hub: login, launch and key set URL are in docs/lti.md.',
        `The key set of these platforms: ${jwks}`,
      ]);
      const isPartly = report.platforms.some(({ outcome }) => outcome === 'skipped');
      return isPartly ? exitCodes.partly : exitCodes.done;
    } finally {
      await source.close();
    }
  });
}

function linesOf({ platforms, keys, deployments }: LtijsReport): string[] {
  return [
    ...platforms.map(
      ({ name, issuer, clientId, outcome, reason }) =>
        `${outcome.padEnd(8)}  ${name}  ${issuer}  ${clientId}${reason ? `  ${reason}` : ''}`,
    ),
    `${keys} keys, ${deployments} deployments; others are claimed at their first launch`,
  ];
}
