import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { startTestHub, type TestHub, type TestTenant } from '../../api/test-hub.ts';
import {
  aStatement,
  lrsClient,
  someStatements,
  type TestLrsClient,
  verbs,
} from '../remote/test-statements.ts';
import { csvColumns } from './csv-columns.ts';

describe('export of statements', function () {
  this.timeout(60_000);
  let hub: TestHub;
  let tenant: TestTenant;
  let lrs: TestLrsClient;

  before(async () => {
    hub = await startTestHub();
  });
  beforeEach(async () => {
    tenant = await hub.tenant();
    lrs = await lrsClient(hub, tenant);
  });
  after(() => hub.close());

  const take = (query: Record<string, string> = {}) =>
    hub.request('GET', `/v1/statements/export?${new URLSearchParams(query)}`, { key: tenant.key });
  const idsIn = (text: string): string[] =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).id);

  it('has every statement on a line of its own, exactly as /xapi gives it', async () => {
    const first = aStatement({ result: { response: 'two\nlines \u2028 and "quotes"' } });
    const ids = await lrs.store([first]);
    for (let i = 0; i < 6; i += 1) ids.push(...(await lrs.store(someStatements(200))));
    const { text, headers } = await take();
    expect(headers.get('Content-Type')).to.match(/^application\/x-ndjson/);
    expect(idsIn(text)).to.deep.equal(ids);
    const shown = await lrs.send('GET', `/statements?statementId=${first.id}`);
    expect(text.slice(0, text.indexOf('\n'))).to.equal(await shown.text());
  });

  it('has nothing when there is nothing', async () => {
    expect((await take()).text).to.equal('');
    expect((await take({ format: 'csv' })).text.trim().split('\n')).to.have.lengthOf(1);
  });

  it('leaves out what the filter and the times do not name', async () => {
    await lrs.store(someStatements(2));
    const [early] = await lrs.store([aStatement({ verb: { id: verbs.failed } })]);
    const stored = (await lrs.find(early ?? ''))?.stored ?? '';
    const later = new Date(Date.parse(stored) + 1).toISOString();
    while (Date.now() <= Date.parse(later)) await new Promise(setImmediate);
    const late = await lrs.store([aStatement({ verb: { id: verbs.failed } })]);
    expect(idsIn((await take({ verb: verbs.failed, until: stored })).text)).to.deep.equal([early]);
    expect(idsIn((await take({ since: later })).text)).to.deep.equal(late);
  });

  it('leaves out voided statements, and keeps the voiding ones', async () => {
    const [id = ''] = await lrs.store(someStatements(1));
    const voiding = aStatement({
      verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
      object: { objectType: 'StatementRef', id },
    });
    await lrs.store([voiding]);
    expect(idsIn((await take()).text)).to.deep.equal([voiding.id]);
  });

  it('is a spreadsheet with the documented columns, whose cells are never formulas', async () => {
    const statement = aStatement({
      actor: { name: '=cmd()', account: { homePage: 'https://example.com', name: '@ada' } },
      verb: { id: verbs.passed, display: { en: 'passed' } },
      result: { score: { scaled: -0.5, raw: 3 }, success: true, response: '+1' },
      context: {
        registration: '11111111-1111-4111-8111-111111111111',
        contextActivities: { parent: [{ id: 'https://example.com/course' }] },
      },
    });
    await lrs.store([statement]);
    const { text } = await take({ format: 'csv' });
    const rows: Record<string, string>[] = parse(text, { columns: true });
    const [row = {}, ...others] = rows;
    expect(others).to.have.lengthOf(0);
    expect(Object.keys(row)).to.deep.equal(csvColumns.map(({ name }) => name));
    expect(row).to.include({
      id: statement.id,
      actorName: "'=cmd()",
      actor: 'https://example.com|@ada',
      verbName: 'passed',
      objectType: 'Activity',
      object: 'https://example.com/activities/1',
      scoreScaled: '-0.5',
      scoreRaw: '3',
      success: 'true',
      completion: '',
      response: "'+1",
      parents: 'https://example.com/course',
    });
  });

  it('has its columns in the documentation', async () => {
    const page = await readFile(new URL('../../../docs/xapi.md', import.meta.url), 'utf8');
    for (const { name } of csvColumns) expect(page).to.include(`\`${name}\``);
  });

  it('tells of itself in the audit log', async () => {
    await take({ format: 'csv' });
    const { text } = await hub.request('GET', '/v1/audit-entries', { key: tenant.key });
    expect(text).to.include('statements.exported');
  });
});
