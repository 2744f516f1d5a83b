import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import type { AtomEntry, DeckEntry, NoteTypeDocument } from '../../core/decks/deck-document.ts';
import type { ImportedCardState, ImportedReview } from '../../core/study/imported-history.ts';
import { openZip } from '../../platform/zip/zip-reader.ts';
import type { ImportedMedia } from '../import-source.ts';
import { writeApkg } from './apkg-writer.ts';
import { type LoadedPackage, loadPackage } from './package-loading.ts';

type Content = Omit<LoadedPackage, 'media' | 'problems'> & {
  media: Pick<ImportedMedia, 'name' | 'path'>[];
};

async function* only<Item>(item: Item) {
  yield item;
}

describe('writing Anki packages', () => {
  let workDir: string;
  beforeEach(async () => {
    workDir = await mkdtemp(join(tmpdir(), 'apkg-'));
  });
  afterEach(() => rm(workDir, { recursive: true }));

  const load = async (path: string) => loadPackage(path, await mkdtemp(join(workDir, 'read-')));

  async function write(
    { decks, noteTypes, media, atoms, reviews, states }: Content,
    name = 'out.apkg',
  ) {
    const target = join(workDir, name);
    const files = async function* () {
      yield* media;
    };
    const written = await writeApkg(target, {
      ...{ decks, noteTypes, media: files() },
      ...{ atoms: only(atoms), reviews: only(reviews), states: only(states) },
    });
    return { target, written };
  }

  const sortedDecks = (decks: DeckEntry[]) => decks.toSorted((a, b) => a.key.localeCompare(b.key));

  it('the real legacy package reads back as it was: ids, guids, fields, schedule, log and media', async () => {
    const before = await load('../shared/inputs/anki/geography-legacy.apkg');
    const { target, written } = await write(before);
    expect(written).to.deep.equal({
      notes: 223,
      cards: 450,
      reviews: 1861,
      media: 2,
      problems: [],
    });
    const after = await load(target);
    expect(after.atoms).to.deep.equal(before.atoms);
    expect(after.noteTypes).to.deep.equal(before.noteTypes);
    expect(sortedDecks(after.decks)).to.deep.equal(sortedDecks(before.decks));
    expect(after.states).to.deep.equal(before.states);
    expect(after.reviews).to.deep.equal(before.reviews);
    const hashes = (media: object[]) => media.map((file) => 'sha256' in file && file.sha256);
    expect(hashes(after.media)).to.deep.equal(hashes(before.media));
  });

  it('the same content makes the same bytes', async () => {
    const content = await load('../shared/inputs/anki/geography-legacy.apkg');
    const [first, second] = [await write(content, '1'), await write(content, '2')];
    expect((await readFile(first.target)).equals(await readFile(second.target))).to.equal(true);
  });

  it('the modern package becomes a legacy one with the same notes', async () => {
    const before = await load('../shared/inputs/anki/modern-schema18.apkg');
    const { target } = await write(before);
    const zip = await openZip(target);
    expect([...zip.entries.keys()]).to.deep.equal(['collection.anki2', 'media']);
    await zip.close();
    const after = await load(target);
    expect(after.atoms).to.deep.equal(before.atoms);
    expect(after.noteTypes[0]?.templates).to.deep.equal(before.noteTypes[0]?.templates);
  });

  it('without states every card is new, whatever the importer had learnt', async () => {
    const before = await load('../shared/inputs/anki/geography-legacy.apkg');
    const { target } = await write({ ...before, states: [], reviews: [] });
    const { states, reviews } = await load(target);
    expect(states.filter(({ memory }) => memory)).to.deep.equal([]);
    expect(reviews).to.deep.equal([]);
  });

  it('generated decks read back equal: notes, tags, decks, FSRS states, log, media', async () => {
    const file = join(workDir, 'picture');
    await writeFile(file, 'picture');
    await fc.assert(
      fc.asyncProperty(content(file), async (before) => {
        const { target, written } = await write(before);
        expect(written.problems).to.deep.equal([]);
        const after = await load(target);
        expect(after.problems).to.deep.equal([]);
        expect(after.atoms.map(essence).toSorted(byKey)).to.deep.equal(
          before.atoms.map(essence).toSorted(byKey),
        );
        expect(new Set(after.decks.map(({ path }) => path.join('/')))).to.deep.equal(
          new Set(before.decks.map(({ path }) => path.join('/'))),
        );
        expect(stateMap(after.states)).to.deep.equal(stateMap(before.states));
        expect(reviewSet(after.reviews)).to.deep.equal(reviewSet(before.reviews));
        expect(after.media.map(({ name }) => name)).to.deep.equal(
          before.media.map(({ name }) => name),
        );
      }),
      { numRuns: 25 },
    );
  }).timeout(60_000);

  it('atoms that are no notes become notes of types made for them', async () => {
    const bodies: AtomEntry['body'][] = [
      { type: 'flashcard', front: 'f', back: 'b' },
      { type: 'cloze', text: '{{c1::a}} {{c3::b}}' },
      { type: 'typed_answer', question: 'q', answers: ['a', '<b>'] },
      {
        type: 'choice',
        question: 'q',
        options: [
          { id: '1', html: 'x', correct: true },
          { id: '2', html: 'y', correct: false },
        ],
        multiple: false,
      },
      { type: 'text', html: 't' },
      { type: 'image', media: 'a.png', alt: '"A"' },
      { type: 'audio', media: 'a.mp3' },
    ];
    const atoms = bodies.map((body, at): AtomEntry => ({ key: `k${at}`, deck: 'd', body }));
    const { target } = await write({
      decks: [{ key: 'd', path: ['D'] }],
      noteTypes: [],
      media: [],
      atoms,
      reviews: [],
      states: [],
    });
    const after = await load(target);
    const fields = new Map(
      after.atoms.map(({ key, body }) => [key, body.type === 'note' ? body.fields : []]),
    );
    expect(atoms.map(({ key }) => fields.get(key))).to.deep.equal([
      ['f', 'b'],
      ['{{c1::a}} {{c3::b}}', ''],
      ['q', 'a', '&lt;b&gt;', ''],
      ['q', '<ul><li>x</li><li>y</li></ul>', '<ul><li>x</li></ul>', ''],
      ['t', ''],
      ['<img src="a.png" alt="&quot;A&quot;">', ''],
      ['[sound:a.mp3]', ''],
    ]);
    expect(
      after.atoms.find(({ key }) => key === 'k1')?.prompts?.map(({ ord }) => ord),
    ).to.deep.equal([0, 2]);
  });

  it('atoms whose cards cannot be known are told', async () => {
    const { written } = await write({
      decks: [],
      noteTypes: [],
      media: [],
      atoms: [
        { key: 'a', deck: 'd', body: { type: 'note', noteType: 'gone', fields: ['x'] } },
        { key: 'b', deck: 'd', body: { type: 'cloze', text: 'no cloze' } },
      ],
      reviews: [],
      states: [],
    });
    expect(written.problems).to.deep.equal(['a: its note type is missing', 'b: it has no cards']);
  });
});

const NOTE_TYPE: NoteTypeDocument = {
  key: 'basic',
  name: 'Basic',
  kind: 'standard',
  fields: ['Front', 'Back'],
  templates: [
    { name: 'Forward', front: '{{Front}}', back: '{{Back}}' },
    { name: 'Reverse', front: '{{Back}}', back: '{{Front}}' },
  ],
};

const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .map((s) => s.replace(/\p{Cc}/gu, ' '));
const word = fc.stringMatching(/^[a-z]{1,8}$/);
const DAY = 86_400_000;

/** Due days stand on one grid, as a collection's do. */
const memory = fc.record({
  state: fc.constant('review' as const),
  due: fc.integer({ min: 18_000, max: 25_000 }).map((day) => day * DAY + 4 * 3_600_000),
  stability: fc.double({ min: 0.01, max: 3000, noNaN: true }),
  difficulty: fc.double({ min: 1, max: 10, noNaN: true }),
  step: fc.constant(0),
  scheduledDays: fc.integer({ min: 1, max: 3000 }),
  reps: fc.integer({ min: 1, max: 100 }),
  lapses: fc.nat(10),
  lastReview: fc.integer({ min: 1_500_000_000, max: 1_800_000_000 }).map((s) => s * 1000),
});
const learning = fc.record({
  state: fc.constantFrom('learning' as const, 'relearning' as const),
  due: fc.integer({ min: 1_500_000_000, max: 1_800_000_000 }).map((s) => s * 1000),
  stability: fc.double({ min: 0.01, max: 30, noNaN: true }),
  difficulty: fc.double({ min: 1, max: 10, noNaN: true }),
  step: fc.constant(0),
  scheduledDays: fc.constant(0),
  reps: fc.integer({ min: 1, max: 100 }),
  lapses: fc.nat(10),
  lastReview: fc.constant(null),
});

function content(picture: string): fc.Arbitrary<Content> {
  const atom = fc.record({
    fields: fc.tuple(text, text),
    tags: fc.uniqueArray(word, { maxLength: 3 }),
    deck: fc.constantFrom('d1', 'd2'),
    modifiedAt: fc
      .integer({ min: 1, max: 2_000_000_000 })
      .map((s) => new Date(s * 1000).toISOString()),
    state: fc.option(fc.oneof(memory, learning), { nil: undefined }),
    suspended: fc.boolean(),
    flag: fc.nat(7),
    times: fc.uniqueArray(fc.integer({ min: 1_500_000_000_000, max: 1_800_000_000_000 }), {
      maxLength: 4,
    }),
    rating: fc.constantFrom('again' as const, 'hard' as const, 'good' as const, 'easy' as const),
  });
  return fc
    .uniqueArray(fc.tuple(word, atom), { minLength: 1, maxLength: 8, selector: ([key]) => key })
    .map((made) => ({
      decks: [
        { key: 'd1', path: ['One'] },
        { key: 'd2', path: ['One', 'Two ünï'] },
      ],
      noteTypes: [NOTE_TYPE],
      media: [{ name: 'bïld.png', path: picture }],
      atoms: made.map(([key, { fields, tags, deck, modifiedAt }]) => ({
        ...{ key, deck, tags, modifiedAt },
        body: { type: 'note' as const, noteType: 'basic', fields },
        prompts: [{ ord: 0 }, { ord: 1, deck: 'd1' }],
      })),
      states: made.flatMap(([atomKey, { state, suspended, flag }]) => [
        { atomKey, ord: 0, ...(state ? { memory: state } : {}), suspended, flag },
        { atomKey, ord: 1, suspended: false, flag: 0 },
      ]),
      reviews: made.flatMap(([atomKey, { times, rating, state }]) =>
        state?.state === 'review'
          ? times.map((reviewedAt) => ({
              atomKey,
              ord: 0,
              reviewedAt,
              rating,
              latencyMs: 700,
              counts: true,
            }))
          : [],
      ),
    }));
}

function essence({ key, body, tags = [], modifiedAt, prompts = [] }: AtomEntry) {
  const fields = body.type === 'note' ? body.fields : [];
  return { key, fields, tags, modifiedAt, ords: prompts.map(({ ord }) => ord) };
}

function byKey(a: { key: string }, b: { key: string }): number {
  return a.key < b.key ? -1 : 1;
}

function stateMap(states: ImportedCardState[]) {
  return new Map(states.map(({ atomKey, ord, ...state }) => [`${atomKey} ${ord}`, state]));
}

function reviewSet(reviews: ImportedReview[]) {
  return new Set(
    reviews.map(
      ({ atomKey, ord, reviewedAt, rating, latencyMs, counts }) =>
        `${[atomKey, ord, reviewedAt, rating, latencyMs, counts]}`,
    ),
  );
}
