import AdmZip from 'adm-zip';
import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../api/test-hub.ts';
import { createSeed, type Seed } from '../../api/test-seed.ts';

describe('packages through the API', function () {
  this.timeout(60_000);
  let hub: TestHub;
  let seed: Seed;
  let deckId: string;
  let promptId: string;

  before(async () => {
    hub = await startTestHub();
    seed = createSeed(hub);
    const details = { description: '<p>Capitals &amp; more</p>', licence: 'CC BY 4.0' };
    const parent = { title: 'World', ...details };
    deckId = (await seed.call('POST', '/v1/decks', parent)).id;
    promptId = (await seed.atom(deckId)).prompts[0]?.id ?? '';
    for (const title of ['Europe', 'Asia & co %']) {
      const child = await seed.call('POST', '/v1/decks', { title, parentId: deckId });
      await seed.atom(child.id);
      await seed.call('POST', `/v1/decks/${child.id}/publish`);
    }
    await seed.call('POST', `/v1/decks/${deckId}/publish`);
  });
  after(() => hub.close());

  async function exported(format: string, options: object = {}) {
    const { id } = await seed.call('POST', `/v1/decks/${deckId}/exports`, { format, options });
    for (;;) {
      const { status, error } = await seed.call<{ status: string; error: object | null }>(
        'GET',
        `/v1/exports/${id}`,
      );
      if (status === 'failed') return { error };
      if (status === 'succeeded') break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const url = `${hub.url}/v1/exports/${id}/file`;
    const file = await fetch(url, { headers: { authorization: `Bearer ${hub.key}` } });
    const zip = new AdmZip(Buffer.from(await file.arrayBuffer()));
    return {
      name: file.headers.get('content-disposition') ?? '',
      text: (entry: string) => zip.readAsText(entry),
    };
  }

  const manifests = [
    ['scorm12', 'imsmanifest.xml', '<schemaversion>1.2<'],
    ['scorm2004-3', 'imsmanifest.xml', '<schemaversion>2004 3rd Edition<'],
    ['scorm2004-4', 'imsmanifest.xml', '<schemaversion>2004 4th Edition<'],
    ['cmi5', 'cmi5.xml', '<courseStructure'],
    ['xapi', 'tincan.xml', '<tincan'],
  ] as const;
  for (const [format, manifest, mark] of manifests) {
    it(`${format} has its manifest and a name that tells the format`, async () => {
      const { name, text } = await exported(format, { mode: 'test', masteryScore: 0.8 });
      expect(name).to.include(`World.${format}.zip`);
      expect(text?.(manifest)).to.include(mark);
      expect(text?.('index.html')).to.include('data-tracking=');
    });
  }

  it('qti3 has an item for each question, and no player', async () => {
    const { name, text } = await exported('qti3', { structure: 'chapters' });
    expect(name).to.include('World.qti3.zip');
    expect(text?.('test.xml').match(/<qti-assessment-item-ref /g)).to.have.length(3);
    expect(text?.('items/item-1-1.xml')).to.include('Capital of Peru?');
    expect(text?.('player.js')).to.equal('');
  });

  it('a deck and each deck below it are chapters where they are to', async () => {
    const options = { structure: 'chapters', sequencing: 'linear', pretest: 1 };
    const { text } = await exported('scorm2004-4', options);
    const titles = [
      ...(text?.('imsmanifest.xml') ?? '').matchAll(/<item [^>]*>\s*<title>([^<]*)/g),
    ];
    expect(titles.map(([, title]) => title)).to.deep.equal([
      ...['World', 'World', 'Asia &amp; co %', 'Europe'],
    ]);
    expect(text?.('metadata.xml')).to.include('Capitals &amp; more').and.include('CC BY 4.0');
  });

  it('ids in packages of xAPI are those of the statements of the hub', async () => {
    const { text } = await exported('xapi');
    const base = `${hub.hub.config.publicUrl}/xapi/activities`;
    expect(text?.('tincan.xml')).to.include(`id="${base}/decks/${deckId}"`);
    expect(text?.('content.js')).to.include(`"activityBase":"${base}"`).and.include(promptId);
  });

  it('what a format cannot do fails with its reason', async () => {
    const { error } = await exported('cmi5', { structure: 'chapters', pretest: 1 });
    expect(error).to.include({ code: 'unsupported-option' });
  });
});
