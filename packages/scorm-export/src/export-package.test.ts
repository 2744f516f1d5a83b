import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import AdmZip from 'adm-zip';
import { expect } from 'chai';
import { sampleHashes } from '../test/export-hash.ts';
import { type ManifestSchema, openManifestSchema } from '../test/manifest-schema.ts';
import { ensurePlayerBuilt } from '../test/player-build.ts';
import { chapteredDeck, pictureName, sampleDeck, sampleMedia } from '../test/sample-deck.ts';
import { type ExportProgress, type ExportRequest, exportPackage } from './export-package.ts';
import { PackageError } from './package-error.ts';

const hashScript = fileURLToPath(new URL('../test/export-hash.ts', import.meta.url));

describe('export of a package', function () {
  this.timeout(60_000);
  let schema: ManifestSchema;
  let folder: string;
  let target: string;

  before(() => {
    ensurePlayerBuilt();
    schema = openManifestSchema('1.2');
  });
  after(() => schema.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scorm-export-'));
    target = join(folder, 'out.zip');
  });
  afterEach(() => rm(folder, { recursive: true }));

  function request(changes: Partial<ExportRequest> = {}): ExportRequest {
    return { format: 'scorm12', content: sampleDeck(), media: sampleMedia, target, ...changes };
  }

  async function failureOf(changes: Partial<ExportRequest>): Promise<unknown> {
    return exportPackage(request(changes)).then(
      () => undefined,
      (error: unknown) => error,
    );
  }

  async function textIn(name: string): Promise<string> {
    return new AdmZip(await readFile(target)).readAsText(name);
  }

  it('holds the player, the deck, its media, a valid manifest and the schemas', async () => {
    const summary = await exportPackage(request());
    const names = new AdmZip(target).getEntries().map(({ entryName }) => entryName);
    expect(names).to.deep.equal([
      'adlcp_rootv1p2.xsd',
      'content.js',
      'ims_xml.xsd',
      'imscp_rootv1p1p2.xsd',
      'imsmanifest.xml',
      'imsmd_rootv1p2p1.xsd',
      'index.html',
      `media/${pictureName}`,
      'metadata.xml',
      'player.css',
      'player.js',
    ]);
    expect(summary.files).to.equal(names.length);
    const manifest = await textIn('imsmanifest.xml');
    schema.validate(manifest);
    const listed = [...manifest.matchAll(/<file href="([^"]*)"/g)].map(([, href]) => href);
    expect(listed).to.deep.equal(names.filter((name) => name !== 'imsmanifest.xml'));
  });

  it('launches without inline scripts', async () => {
    await exportPackage(request({ content: sampleDeck({ title: '</title><script>x' }) }));
    const page = await textIn('index.html');
    expect(page).to.include('<script src="content.js"></script>');
    expect(page).to.include('<script src="player.js" data-tracking="scorm12"></script>');
    expect(page).not.to.match(/<script>|<script(?! src=)/);
  });

  const manifests = [
    ['scorm2004-3', 'imsmanifest.xml', 'data-tracking="scorm2004" data-edition="3" data-parts="1"'],
    ['scorm2004-4', 'imsmanifest.xml', 'data-tracking="scorm2004" data-edition="4" data-parts="1"'],
    ['cmi5', 'cmi5.xml', 'data-tracking="cmi5"'],
    ['xapi', 'tincan.xml', 'data-tracking="xapi"'],
  ] as const;
  for (const [format, manifest, data] of manifests) {
    it(`${format} has its manifest, and a page that says how results are reported`, async () => {
      await exportPackage(request({ format }));
      expect(await textIn(manifest)).to.include('Capitals');
      expect(await textIn('index.html')).to.include(`<script src="player.js" ${data}></script>`);
    });
  }

  it('chapters have a page and a script each, with their own items only', async () => {
    const options = { structure: 'chapters', mode: 'study', completionThreshold: 0.8 } as const;
    await exportPackage(request({ content: chapteredDeck(), options }));
    expect(await textIn('unit-1.html')).to.include('<script src="unit-1.js"></script>');
    const script = await textIn('unit-2.js');
    const content = JSON.parse(script.replace(/^[^{]*/, '').replace(/;\n$/, ''));
    expect(content.items.map(({ id }: { id: string }) => id)).to.deep.equal(['i4', 'i5']);
    expect(content).to.deep.include({
      title: 'Others',
      objectives: [{ id: 'spell it', title: 'Spells what is known' }],
    });
    expect(content.options).to.include({ mode: 'study', completionThreshold: 0.8 });
    expect(content).not.to.have.any.keys('chapters', 'metadata');
    expect(await textIn('unit-1.js')).not.to.include('objectives');
  });

  it('captions of videos come along', async () => {
    const front = `<video src="media/${pictureName}"><track src="media/en.vtt"></video>`;
    const content = sampleDeck({ items: [{ id: 'v', atomId: 'v', kind: 'info', front }] });
    const media: ExportRequest['media'] = async (name) => ({
      size: name.length,
      open: () => Readable.from([Buffer.from(name)]),
    });
    await exportPackage(request({ content, media }));
    expect(await textIn('media/en.vtt')).to.equal('en.vtt');
  });

  it('lets the options of the export win over those of the deck', async () => {
    const options = { mode: 'study', masteryScore: 0.8, buttons: 2, feedback: 'end' } as const;
    await exportPackage(request({ options: { ...options, locale: 'fr' } }));
    const script = await textIn('content.js');
    const content = JSON.parse(script.replace(/^[^{]*/, '').replace(/;\n$/, ''));
    expect(content.options).to.include({ ...options, locale: 'fr', shuffle: false });
    expect(await textIn('imsmanifest.xml')).to.include('<adlcp:masteryscore>80<');
  });

  it('leaves the options of the deck alone where the export says nothing', async () => {
    await exportPackage(request({ options: { mode: undefined } }));
    expect(await textIn('content.js')).to.include('"mode":"test"');
  });

  it('has the same bytes again and in another time zone', async () => {
    const first = await sampleHashes();
    expect(await sampleHashes()).to.equal(first);
    const args = ['--import', 'tsx', '--conditions=source', hashScript];
    const env = { ...process.env, TZ: 'Asia/Tokyo' };
    expect(execFileSync(process.execPath, args, { env, encoding: 'utf8' }).trim()).to.equal(first);
  });

  it('reports progress up to the whole', async () => {
    const reports: ExportProgress[] = [];
    const summary = await exportPackage(request({ onProgress: (report) => reports.push(report) }));
    expect(reports).to.have.length(summary.files);
    expect(reports.at(-1)).to.deep.equal({
      files: { done: summary.files, total: summary.files },
      bytes: { done: summary.mediaBytes, total: summary.mediaBytes },
    });
    expect(summary.mediaBytes).to.be.greaterThan(0);
  });

  it('names the media that are missing', async () => {
    const error = await failureOf({ media: async () => undefined });
    expect(error).to.be.instanceOf(PackageError).with.property('code', 'missing-media');
    expect(String(error)).to.include(`media/${pictureName}: not found`);
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('refuses an empty deck', async () => {
    const error = await failureOf({ content: sampleDeck({ items: [] }) });
    expect(error).to.have.property('code', 'empty-deck');
  });

  it('refuses a mastery score that is no share', async () => {
    const error = await failureOf({ options: { masteryScore: 80 } });
    expect(String(error)).to.include('/options/masteryScore: must be <= 1');
  });

  it('leaves an older package as it was when a file breaks off', async () => {
    await writeFile(target, 'older');
    const open = () =>
      new Readable({
        read() {
          this.destroy(new Error('disk gone'));
        },
      });
    const error = await failureOf({ media: async () => ({ size: 1, open }) });
    expect(String(error)).to.include('disk gone');
    expect(await readdir(folder)).to.deep.equal(['out.zip']);
    expect(await readFile(target, 'utf8')).to.equal('older');
  });

  it('leaves nothing behind when it is stopped', async () => {
    const stop = new AbortController();
    const open = () => {
      stop.abort(new Error('stopped'));
      return new Readable({ read() {} });
    };
    const error = await failureOf({ signal: stop.signal, media: async () => ({ size: 1, open }) });
    expect(String(error)).to.include('stopped');
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('fails when the folder of the target is not there', async () => {
    expect(String(await failureOf({ target: join(folder, 'none', 'out.zip') }))).to.include(
      'ENOENT',
    );
  });
});
