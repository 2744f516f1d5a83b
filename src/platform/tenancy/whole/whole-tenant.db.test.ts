import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { expect } from 'chai';
import { startTestHub, type TestHub, type TestTenant } from '../../../api/test-hub.ts';
import { createSeed } from '../../../api/test-seed.ts';
import { eraseTenant } from './erase-tenant.ts';
import { exportTenant, leftOut } from './export-tenant.ts';
import { listTenantTables } from './tenant-tables.store.ts';

describe('a whole tenant', () => {
  let hub: TestHub;
  let folder: string;

  before(async () => {
    hub = await startTestHub();
    folder = await mkdtemp(join(tmpdir(), 'crosswalk-export-'));
  });
  after(async () => {
    await hub.close();
    await rm(folder, { recursive: true });
  });

  /** Something in as many tables as the API fills. */
  async function fill({ tenantId, key }: TestTenant) {
    const seed = createSeed({
      ...hub,
      tenantId,
      request: (method, path, request) => hub.request(method, path, { key, ...request }),
    });
    const { personId, deckId } = await seed.reviewed();
    const [groupId, concept, atom] = [
      await seed.group(),
      await seed.concept(),
      await seed.atom(deckId),
    ];
    await seed.call('POST', `/v1/groups/${groupId}/members`, { personIds: [personId] });
    await seed.call('PUT', `/v1/atoms/${atom.id}/concepts/${concept}`, { role: 'uses' });
    await seed.role(personId);
    await seed.imported();
    await seed.exported();
    await seed.erasure();
    await seed.hold();
    await seed.retentionRule();
    await seed.call('POST', '/v1/decks', { title: 'Below', parentId: deckId });
    const { secret } = await seed.call<{ secret: string }>('POST', '/v1/lrs-credentials', {
      ...{ name: 'client', scopes: ['all'] },
    });
    return { personId, deckId, secret };
  }

  async function rowsOf(tenantId: string): Promise<Record<string, number>> {
    return hub.hub.database.read(tenantId, async (db) => {
      const counts: Record<string, number> = {};
      for (const { name } of await listTenantTables(db)) {
        const { count } = await db.query(`select from ${name} where tenant_id = $1`, [tenantId]);
        if (count > 0) counts[name] = count;
      }
      return counts;
    });
  }

  async function* none() {}

  it('is exported with every table that is not left out for a reason, and no secret', async () => {
    const tenant = await hub.tenant();
    const { personId, deckId } = await fill(tenant);
    const file = join(folder, 'tenant.zip');
    const { database } = hub.hub;
    await exportTenant({ database, tenantId: tenant.tenantId, files: none() }, file);
    const zip = new AdmZip(file);
    const tables = await database.read(tenant.tenantId, listTenantTables);
    expect(zip.getEntries().map(({ entryName }) => entryName)).to.deep.equal(
      tables.flatMap(({ name }) => (name in leftOut ? [] : `tables/${name}.jsonl`)),
    );
    expect(Object.keys(leftOut)).to.satisfy((names: string[]) =>
      names.every((left) => tables.some(({ name }) => name === left)),
    );
    const counts = await rowsOf(tenant.tenantId);
    for (const { name } of tables) {
      if (name in leftOut) continue;
      const lines = zip.readAsText(`tables/${name}.jsonl`).split('\n').filter(Boolean);
      expect(lines.length, name).to.equal(counts[name] ?? 0);
      for (const line of lines) expect(JSON.parse(line)).to.include({ tenant_id: tenant.tenantId });
    }
    expect(zip.readAsText('tables/person.jsonl')).to.contain(personId);
    expect(zip.readAsText('tables/deck.jsonl')).to.contain(deckId);
    const all = zip
      .getEntries()
      .map((entry) => entry.getData().toString())
      .join('');
    const { rows } = await database.read(tenant.tenantId, (db) =>
      db.query<{ secret: string }>(
        `select secret_hash as secret from lrs_credential where tenant_id = $1
         union all select hash from api_key where tenant_id = $1
         union all select data_keys -> 0 ->> 'wrapped' from tenant where tenant_id = $1`,
        [tenant.tenantId],
      ),
    );
    expect(rows).to.have.lengthOf.at.least(3);
    for (const { secret } of rows) expect(all).to.not.contain(secret);
  });

  it('is exported page by page: rows of more than one page, each once', async () => {
    const { tenantId } = await hub.tenant();
    await hub.hub.database.tenant(tenantId, (db) =>
      db.query(
        `insert into concept (tenant_id, id, name)
         select $1, gen_random_uuid(), 'Concept ' || n from generate_series(1, 1203) n`,
        [tenantId],
      ),
    );
    const file = join(folder, 'pages.zip');
    await exportTenant({ database: hub.hub.database, tenantId, files: none() }, file);
    const lines = new AdmZip(file).readAsText('tables/concept.jsonl').split('\n').filter(Boolean);
    expect(new Set(lines).size).to.equal(1203);
    expect(lines).to.have.lengthOf(1203);
  });

  it('leaves no file behind when the export fails', async () => {
    const { tenantId } = await hub.tenant();
    const failing = async function* () {
      yield { name: 'x', open: () => Promise.reject(new Error('gone')) };
    };
    const file = join(folder, 'failed.zip');
    const failed = await exportTenant(
      { database: hub.hub.database, tenantId, files: failing() },
      file,
    ).catch((error: Error) => error.message);
    expect(failed).to.equal('gone');
    expect((await readdir(folder)).filter((name) => name.startsWith('failed'))).to.deep.equal([]);
  });

  it('is erased from every table of the catalogue and from the blobs; others stay', async () => {
    const [doomed, other] = [await hub.tenant(), await hub.tenant()];
    await fill(doomed);
    await fill(other);
    const before = await rowsOf(other.tenantId);
    expect(Object.keys(await rowsOf(doomed.tenantId))).to.include.members([
      ...['statement', 'statement_key', 'lrs_fact', 'audit_entry', 'review_log', 'deck', 'person'],
    ]);
    const blobs = join(hub.hub.config.DATA_DIR, 'blobs', doomed.tenantId);
    expect((await stat(blobs)).isDirectory()).to.equal(true);
    await eraseTenant({ ...hub.hub, settleMs: 0 }, doomed.tenantId);
    expect(await rowsOf(doomed.tenantId)).to.deep.equal({});
    expect(await stat(blobs).catch(({ code }) => code)).to.equal('ENOENT');
    const { job: _, ...kept } = await rowsOf(other.tenantId);
    const { job: __, ...had } = before;
    expect(kept).to.deep.equal(had);
  });

  it('keeps append-only rows from whoever did not ask to erase this tenant', async () => {
    const tenant = await hub.tenant();
    await fill(tenant);
    const erasing = (other: string) =>
      hub.hub.database
        .tenant(tenant.tenantId, async (db) => {
          await db.query(`select set_config('app.erasing', $1, true)`, [other]);
          await db.query('delete from audit_entry where tenant_id = $1', [tenant.tenantId]);
        })
        .catch(({ code }) => code);
    expect(await erasing('')).to.equal('42501');
    expect(await erasing(hub.tenantId)).to.equal('42501');
  });
});
