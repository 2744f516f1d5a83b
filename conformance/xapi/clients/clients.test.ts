import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { dataFolder, type HubProcess, startHub } from '../../../tools/hub-process.ts';
import { createLrsAccess, type LrsAccess } from '../../../tools/lrs-access.ts';
import { freePort } from '../../../tools/services/free-port.ts';
import { openChromium } from '../../scorm/chromium.ts';
import { type ContentSite, openSite } from './client-page.ts';
import type { Access, Actor, RealClient, Statement } from './real-client.ts';

const clients = [
  {
    name: '@xapi/xapi, version 1.0.3',
    library: '@xapi/xapi/dist/XAPI.umd.js',
    driver: 'xapi-js',
    query: '',
  },
  {
    name: '@xapi/xapi, version 2.0.0',
    library: '@xapi/xapi/dist/XAPI.umd.js',
    driver: 'xapi-js',
    query: '?version=2.0.0',
  },
  { name: 'TinCanJS', library: 'tincanjs/build/tincan.js', driver: 'tincan', query: '' },
  {
    name: "ADL's xAPIWrapper",
    library: 'xapiwrapper/dist/xapiwrapper.min.js',
    driver: 'adl-wrapper',
    query: '',
  },
];

const VERB = 'http://adlnet.gov/expapi/verbs/answered';
/** A password box keeps the script waiting for ever. */
const PATIENCE_MS = 10_000;

describe('real xAPI clients in Chromium, on a page of another origin', function () {
  this.timeout(60_000);
  let browser: Browser;
  let folder: Awaited<ReturnType<typeof dataFolder>>;
  let hub: HubProcess;
  let access: LrsAccess;

  before(async () => {
    [browser, folder] = await Promise.all([openChromium(), dataFolder()]);
    hub = await startHub({ dataDir: folder.path });
    access = await createLrsAccess(hub);
  });
  after(async () => {
    await browser?.close();
    await hub?.stop();
    await folder?.remove();
  });

  for (const { name, library, driver, query } of clients) {
    describe(name, () => {
      let site: ContentSite;
      let page: Page;

      before(async () => {
        site = await openSite(library, driver);
        page = await browser.newPage();
        await page.goto(`${site.url}${query}`);
      });
      after(async () => {
        await page?.close();
        await site?.close();
      });

      it('sends a statement', async () => {
        const statement = statementOf(someone());
        await call('sendStatement', [statement]);
        const { id, actor, context } = await stored(statement.id);
        expect({ id, actor, context }).to.deep.equal({
          ...{ id: statement.id, actor: statement.actor, context: statement.context },
        });
      });

      it('sends a batch, and finds it by agent and verb, page after page', async () => {
        const agent = someone();
        const statements = Array.from({ length: 7 }, () => statementOf(agent));
        await call('sendStatements', [statements]);
        await call('sendStatement', [{ ...statementOf(agent), verb: { id: `${VERB}-not` } }]);
        const ids = await call('findIds', [{ agent, verb: VERB, limit: 3 }]);
        expect(ids).to.deep.equal(statements.map(({ id }) => id).reverse());
      });

      it('sends a statement with an attachment', async () => {
        const statement = statementOf(someone());
        const details = {
          usageType: 'http://id.tincanapi.com/attachment/supporting_media',
          display: { 'en-US': 'Notes' },
          contentType: 'text/plain',
        };
        await call('sendAttached', [statement, details, 'Grüße, 世界']);
        const response = await ask(`statements?statementId=${statement.id}&attachments=true`);
        expect(response.headers.get('Content-Type')).to.match(/^multipart\/mixed/);
        expect(await response.text()).to.contain('Grüße, 世界');
      });

      it('writes and reads a state', async () => {
        const place = placeOf('bookmark');
        await call('writeState', [place, { page: 7, title: 'Ä' }]);
        expect(await call('readState', [place])).to.deep.equal({ page: 7, title: 'Ä' });
      });

      it('replaces a profile by its ETag, and is told when somebody else was faster', async () => {
        const place = placeOf('settings');
        await call('writeProfile', [place, { speed: 1 }, 'none']);
        const { document, etag } = await call('readProfile', [place]);
        expect(document).to.deep.equal({ speed: 1 });
        await call('writeProfile', [place, { speed: 2 }, { etag }]);
        expect(await failure('writeProfile', [place, { speed: 3 }, { etag }])).to.equal(412);
        expect(await failure('writeProfile', [place, { speed: 4 }, 'none'])).to.equal(412);
        expect((await call('readProfile', [place])).document).to.deep.equal({ speed: 2 });
      });

      it('is told 400 for a statement that breaks a rule', async () => {
        const statement = { ...statementOf(someone()), verb: { id: 'no IRI' } };
        expect(await failure('sendStatement', [statement])).to.equal(400);
      });

      it('is told 401 at once for a wrong secret, and no password box opens', async () => {
        const stranger = { ...access, secret: 'wrong' };
        const filter = { agent: someone(), verb: VERB, limit: 1 };
        expect(await failure('findIds', [filter], stranger)).to.equal(401);
        expect(await failure('sendStatement', [statementOf(someone())], stranger)).to.equal(401);
      });

      it('is told that a hub does not answer', async () => {
        const nobody = { ...access, endpoint: `http://127.0.0.1:${await freePort()}/xapi` };
        expect(await failure('sendStatement', [statementOf(someone())], nobody)).to.equal(0);
      });

      /** Calls a method of the client in the page. */
      async function call<M extends keyof RealClient>(
        method: M,
        args: Parameters<RealClient[M]>,
        as: Access = access,
      ): Promise<Awaited<ReturnType<RealClient[M]>>> {
        const outcome = await outcomeOf(method, args, as);
        if ('value' in outcome) return outcome.value as Awaited<ReturnType<RealClient[M]>>;
        throw new Error(`${method}: ${JSON.stringify(outcome)}`);
      }

      /** The status that the client tells; 0 for none. */
      async function failure<M extends keyof RealClient>(
        method: M,
        args: Parameters<RealClient[M]>,
        as: Access = access,
      ): Promise<unknown> {
        const outcome = await outcomeOf(method, args, as);
        return 'value' in outcome ? 'no failure' : outcome.failed;
      }

      function outcomeOf(
        method: keyof RealClient,
        args: unknown[],
        { endpoint, key, secret }: Access,
      ): Promise<{ value: unknown } | { failed: unknown }> {
        return page.evaluate(
          async ([name, values, account, patience]) => {
            const client = window.openClient(account);
            const ask = client[name] as (...given: unknown[]) => Promise<unknown>;
            const late = new Promise<{ failed: unknown }>((resolve) => {
              setTimeout(() => resolve({ failed: 'no answer in time' }), patience);
            });
            const told = ask(...values).then(
              (value) => ({ value }),
              (error) => ({ failed: error.failed ?? String(error) }),
            );
            return Promise.race([told, late]);
          },
          [method, args, { endpoint, key, secret }, PATIENCE_MS] as const,
        );
      }
    });
  }

  function ask(path: string): Promise<Response> {
    return fetch(`${access.endpoint}/${path}`, {
      headers: {
        Authorization: access.authorization,
        'X-Experience-API-Version': '2.0.0',
      },
    });
  }

  async function stored(id: string): Promise<Statement> {
    return (await (await ask(`statements?statementId=${id}`)).json()) as Statement;
  }
});

const someone = (): Actor => ({
  objectType: 'Agent',
  mbox: `mailto:${randomUUID()}@school.example`,
});

function statementOf(actor: Actor): Statement {
  return {
    id: randomUUID(),
    actor,
    verb: { id: VERB },
    object: { objectType: 'Activity', id: 'https://school.example/questions/1' },
    context: { registration: randomUUID() },
  };
}

const placeOf = (id: string) => ({
  ...{ id, agent: someone(), activityId: 'https://school.example/questions/1' },
});
