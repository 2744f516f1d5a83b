import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect } from 'chai';
import { type ForgedEntry, forgeZip } from '../../platform/zip/zip-forgery.ts';
import { inspectPackage, readPackage } from './worker/package-thread.ts';

const MANIFEST = (resource = '<resource identifier="r" href="index.html"/>') =>
  `<manifest identifier="m" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"><metadata><schemaversion>1.2</schemaversion></metadata>
<organizations><organization identifier="o"><title>Golf</title><item identifier="i" identifierref="r"/></organization></organizations><resources>${resource}</resources></manifest>`;
const manifest = { name: 'imsmanifest.xml', content: MANIFEST() };
const index = { name: 'index.html', content: '<p>Golf' };
const course = (...more: ForgedEntry[]) => forgeZip([manifest, index, ...more]);
/** Not packed, for a large manifest of few different characters would be refused as a bomb. */
const described = (content: string) => forgeZip([{ ...manifest, content, method: 0 }, index]);
const zeros = (megabytes: number) => Buffer.alloc(megabytes * 1024 * 1024);

const ALMOST_4_GB = 4_294_967_000;
const MOST_GROWTH_MB = 256;

const hostile: [title: string, code: string, content: () => Buffer][] = [
  ['a name that climbs out', 'unsafe_name', () => course({ name: '../../etc/cron.d/x' })],
  ['an absolute name', 'unsafe_name', () => course({ name: '/etc/passwd' })],
  ['a name on a drive', 'unsafe_name', () => course({ name: 'C:/Windows/x.dll' })],
  ['a name with backslashes', 'unsafe_name', () => course({ name: '..\\..\\x' })],
  ['a name with a NUL', 'unsafe_name', () => course({ name: 'x.html\0.png' })],
  [
    'a symlink',
    'special_file',
    () => course({ name: 'l', content: '/etc/passwd', mode: 0o120777 }),
  ],
  ['a device', 'special_file', () => course({ name: 'd', mode: 0o020666 })],
  ['the same name twice', 'duplicate_name', () => course({ name: 'INDEX.html' })],
  ['a bomb', 'compression_ratio', () => course({ name: 'bomb.bin', content: zeros(200) })],
  [
    'a bomb that declares little',
    'size_mismatch',
    () => course({ name: 'bomb.bin', content: zeros(100), declaredBytes: 100_000 }),
  ],
  [
    'more bytes than a disk has',
    'too_large',
    () =>
      course(
        ...['a', 'b'].map((name) => ({
          name,
          content: 'x',
          method: 0,
          declaredBytes: ALMOST_4_GB,
        })),
      ),
  ],
  [
    'more files than anyone made',
    'too_many_entries',
    () => course(...Array.from({ length: 20_001 }, (_, n) => ({ name: `f${n}` }))),
  ],
  [
    'files that overlap',
    'overlapping_entries',
    () => course({ name: 'b', content: 'x', offset: 0 }),
  ],
  [
    'a lying checksum',
    'checksum_mismatch',
    () => course({ name: 'b', content: 'x', declaredCrc: 7 }),
  ],
  ['an encrypted file', 'encrypted_zip', () => course({ name: 'b', flags: 1 })],
  [
    'an unknown compression',
    'unsupported_compression',
    () => course({ name: 'b', declaredMethod: 99 }),
  ],
  ['half a zip', 'damaged_zip', () => course().subarray(0, 200)],
  ['no description', 'no_description', () => forgeZip([index])],
  [
    'a description in a zip in the zip',
    'no_description',
    () => forgeZip([{ name: 'course.zip', content: course() }]),
  ],
  ['a manifest that is no XML', 'malformed_xml', () => described('not a manifest')],
  [
    'a manifest with a document type',
    'document_type',
    () => described(`<!DOCTYPE manifest SYSTEM "http://127.0.0.1/x.dtd">${MANIFEST()}`),
  ],
  [
    'a manifest whose entities multiply',
    'document_type',
    () =>
      described(
        `<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(1000)}">]><manifest>&b;</manifest>`,
      ),
  ],
  ['a manifest without an end', 'too_deep', () => described('<manifest>'.repeat(1_000_000))],
  [
    'a manifest of many elements',
    'too_large',
    () => described(`<manifest>${'<item/>'.repeat(1_000_000)}</manifest>`),
  ],
  [
    'a manifest of one long text',
    'too_large',
    () => described(`<manifest>${'x'.repeat(17 * 1024 * 1024)}</manifest>`),
  ],
  [
    'content on another host',
    'external_href',
    () => described(MANIFEST('<resource identifier="r" href="https://evil.example/"/>')),
  ],
  [
    'content that is a script',
    'unsafe_href',
    () => described(MANIFEST('<resource identifier="r" href="javascript:alert(1)"/>')),
  ],
  [
    'content outside the package',
    'unsafe_href',
    () => described(MANIFEST('<resource identifier="r" href="..%2f..%2fetc/passwd"/>')),
  ],
  [
    'an item called __proto__',
    'unsafe_identifier',
    () => described(MANIFEST().replace('identifier="i"', 'identifier="__proto__"')),
  ],
  [
    'a manifest that becomes too large',
    'too_large',
    () => described(multiplying({ rules: 200, items: 1_000 })),
  ],
  [
    'a manifest that fills the memory',
    'too_large',
    () => described(multiplying({ rules: 2_000, items: 9_000 })),
  ],
  ['nothing to open', 'nothing_to_launch', () => described(MANIFEST(''))],
];

/** A few hundred kilobytes, of which each item would have a copy. */
function multiplying({ rules, items }: { rules: number; items: number }): string {
  const rule =
    '<preConditionRule><ruleConditions><ruleCondition condition="always"/></ruleConditions><ruleAction action="skip"/></preConditionRule>';
  return `<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><metadata><schemaversion>2004 4th Edition</schemaversion></metadata>
<organizations><organization identifier="o">${'<item identifierref="r"><sequencing IDRef="s"/></item>'.repeat(items)}</organization></organizations>
<resources><resource identifier="r" href="index.html"/></resources>
<sequencingCollection><sequencing ID="s"><sequencingRules>${rule.repeat(rules)}</sequencingRules></sequencing></sequencingCollection></manifest>`;
}

describe('a hostile package', function () {
  this.timeout(60_000);
  let folder: string;
  const lag = monitorEventLoopDelay({ resolution: 5 });
  const most = { lag: 0, growth: 0 };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hostile-packages-'));
  });
  after(async () => {
    await rm(folder, { recursive: true });
    console.log(
      `      the event loop waited at most ${most.lag.toFixed(0)} ms, memory grew by at most ${most.growth.toFixed(0)} MB`,
    );
  });

  /** Looks it over and reads it, as an import does. */
  async function refusal(content: Buffer) {
    const path = join(folder, 'course.zip');
    const workDir = join(folder, 'work');
    await mkdir(workDir);
    await writeFile(path, content);
    const file = { path, fileName: 'course.zip', workDir };
    try {
      await inspectPackage(file);
      for await (const _ of readPackage(file, new AbortController().signal));
      return undefined;
    } catch (error) {
      return error;
    } finally {
      await rm(workDir, { recursive: true });
    }
  }

  for (const [title, code, content] of hostile) {
    it(`with ${title} is refused -> ${code}`, async () => {
      const bytes = content();
      const before = process.memoryUsage.rss();
      let peak = before;
      const sampling = setInterval(() => {
        peak = Math.max(peak, process.memoryUsage.rss());
      }, 20);
      lag.reset();
      lag.enable();
      const error = await refusal(bytes);
      lag.disable();
      clearInterval(sampling);
      expect(error).include({ name: 'ImportRefusedError', code });
      expect(error)
        .property('message')
        .match(/[a-z].*\.$/s);
      const growth = (peak - before) / 1024 ** 2;
      most.growth = Math.max(most.growth, growth);
      most.lag = Math.max(most.lag, lag.max / 1e6);
      expect(growth, 'MB').below(MOST_GROWTH_MB);
    });
  }

  it('leaves a sound one readable, its zips unopened', async () => {
    const path = join(folder, 'course.zip');
    const workDir = join(folder, 'work');
    await mkdir(workDir);
    await writeFile(path, course({ name: 'inner.zip', content: course() }));
    const found: string[] = [];
    const file = { path, fileName: 'course.zip', workDir };
    for await (const part of readPackage(file, new AbortController().signal)) {
      if ('files' in part) found.push(...part.files.map((each) => each.path));
    }
    expect(found).deep.equal(['imsmanifest.xml', 'index.html', 'inner.zip']);
    expect(await readdir(workDir)).length(3);
  });
});
