import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { expect } from 'chai';
import { XmlDocument } from 'libxml2-wasm';
import { nastyTitles } from '../../test/nasty-titles.ts';
import { chapteredDeck, pictureName, sampleDeck, sampleMedia } from '../../test/sample-deck.ts';
import type { DeckContent } from '../deck-content.ts';
import type { ExportOptions } from '../export-options.ts';
import { exportPackage } from '../export-package.ts';
import type { MediaSource } from '../media-source.ts';

const namespaces = {
  q: 'http://www.imsglobal.org/xsd/imsqtiasi_v3p0',
  cp: 'http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1',
};

/** QTI 3.0 items and tests by their structure; the schemas may not be handed on. */
describe('QTI 3 package', () => {
  let folder: string;
  let target: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'qti-'));
    target = join(folder, 'out.zip');
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Every document of the package, well-formed, by its name. */
  async function exported(
    content: DeckContent,
    options: ExportOptions = {},
    media: MediaSource = sampleMedia,
  ) {
    await exportPackage({ format: 'qti3', content, media, options, target });
    const zip = new AdmZip(await readFile(target));
    const names = zip.getEntries().map(({ entryName }) => entryName);
    const find = (name: string, xpath: string): string[] => {
      const document = XmlDocument.fromString(zip.readAsText(name));
      try {
        return document.find(xpath, namespaces).map(({ content: text }) => text.trim());
      } finally {
        document.dispose();
      }
    };
    for (const name of names.filter((one) => one.endsWith('.xml'))) find(name, '/*');
    return { names, find };
  }

  it('has a test, an item for each question, its media, and no player', async () => {
    const { names, find } = await exported(sampleDeck());
    expect(names).to.deep.equal([
      'imsmanifest.xml',
      ...['items/item-1-2.xml', 'items/item-1-3.xml', 'items/item-1-4.xml', 'items/item-1-5.xml'],
      `media/${pictureName}`,
      'test.xml',
    ]);
    const resources = find('imsmanifest.xml', '//cp:resource/@identifier');
    expect(find('imsmanifest.xml', '//cp:dependency/@identifierref').sort()).to.deep.equal(
      resources.filter((id) => id !== 'test').sort(),
    );
    expect(find('imsmanifest.xml', '//cp:file/@href').sort()).to.deep.equal(
      names.filter((name) => name !== 'imsmanifest.xml').sort(),
    );
    expect(find('test.xml', '//q:qti-assessment-item-ref/@href')).to.deep.equal(
      names.filter((name) => name.startsWith('items/')),
    );
  });

  it('a choice has its options, the right one, and a score', async () => {
    const { find } = await exported(sampleDeck());
    const item = (xpath: string) => find('items/item-1-5.xml', xpath);
    expect(item('//q:qti-simple-choice')).to.deep.equal(['Lima', 'Quito']);
    expect(item('//q:qti-correct-response/q:qti-value')).to.deep.equal(
      item('//q:qti-simple-choice[1]/@identifier'),
    );
    expect(item('//q:qti-choice-interaction/@max-choices')).to.deep.equal(['1']);
    expect(item('//q:qti-response-processing/@template')[0]).to.match(/match_correct\.xml$/);
  });

  it('a typed answer takes all that is accepted, whatever its case', async () => {
    const { find } = await exported(sampleDeck());
    const entry = '//q:qti-map-entry[@case-sensitive="false"]/@map-key';
    expect(find('items/item-1-4.xml', entry)).to.deep.equal(['Rome']);
    const interaction = '//q:qti-text-entry-interaction/@response-identifier';
    expect(find('items/item-1-4.xml', interaction)).to.deep.equal(['RESPONSE']);
  });

  it('a card is scored by somebody, who sees its back', async () => {
    const { find } = await exported(sampleDeck());
    expect(find('items/item-1-2.xml', '//q:qti-rubric-block[@view="scorer"]')).to.deep.equal([
      'Paris',
    ]);
    expect(find('items/item-1-2.xml', '//q:qti-response-processing')).to.deep.equal([]);
    expect(find('items/item-1-2.xml', '//q:img/@src')).to.deep.equal([`../media/${pictureName}`]);
  });

  it('chapters are sections, of which so many questions are drawn', async () => {
    const options = { structure: 'chapters', questions: 1, shuffle: true } as const;
    const { find } = await exported(chapteredDeck(), options);
    expect(find('test.xml', '//q:qti-assessment-section/@title')).to.deep.equal([
      ...['France & Spain', 'Others'],
    ]);
    expect(find('test.xml', '//q:qti-selection/@select')).to.deep.equal(['1', '1']);
    expect(find('test.xml', '//q:qti-ordering/@shuffle')).to.deep.equal(['true', 'true']);
  });

  it('an item depends on the media that it shows, not on those that are called alike', async () => {
    const shown = ['a', 'a.png', 'b-a.png'];
    const items = shown.map((name, n) => ({
      ...{ id: `i${n}`, atomId: `a${n}`, kind: 'flashcard' as const },
      ...{ front: `<img src="media/${name}">`, back: 'It' },
    }));
    const { find } = await exported(sampleDeck({ items }), {}, () => sampleMedia(pictureName));
    const resource = (what: string) =>
      shown.map((_, n) => find('imsmanifest.xml', `//cp:resource[${n + 5}]/${what}`));
    expect(resource('@href')).to.deep.equal(shown.map((name) => [`media/${name}`]));
    const dependencies = shown.map((_, n) =>
      find('imsmanifest.xml', `//cp:resource[${n + 2}]/cp:dependency/@identifierref`),
    );
    expect(dependencies).to.deep.equal(resource('@identifier'));
  });

  for (const title of nastyTitles) {
    it(`is well-formed with the title ${JSON.stringify(title.slice(0, 40))}`, async () => {
      const items = sampleDeck().items.map((item) => ({ ...item, title, front: title }));
      await exported(sampleDeck({ title, items }));
    });
  }
});
