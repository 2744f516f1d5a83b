import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import AdmZip from 'adm-zip';
import { expect } from 'chai';
import { sampleHash } from '../test/export-hash.ts';
import { type ManifestSchema, openManifestSchema } from '../test/manifest-schema.ts';
import { ensurePlayerBuilt } from '../test/player-build.ts';
import { pictureName, sampleDeck, sampleMedia } from '../test/sample-deck.ts';
import { type ExportProgress, type ExportRequest, exportPackage } from './export-package.ts';
import { PackageError } from './package-error.ts';

const hashScript = fileURLToPath(new URL('../test/export-hash.ts', import.meta.url));

describe('export of a SCORM 1.2 package', function () {
  this.timeout(60_000);
  let schema: ManifestSchema;
  let folder: string;
  let target: string;

  before(() => {
    ensurePlayerBuilt();
    schema = openManifestSchema();
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
    const first = await sampleHash();
    expect(await sampleHash()).to.equal(first);
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
