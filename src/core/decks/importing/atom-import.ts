import type { Database, TenantDb } from '../../../platform/database/database.ts';
import { lockSystem, writeRefs } from '../../external-ref.store.ts';
import { insertAtoms, updateAtoms } from '../atoms/atom-write.store.ts';
import {
  areAllNew,
  findKnownAtoms,
  findNextPositions,
  findPrompts,
  type KnownAtom,
  type KnownPrompts,
  markAwaitingPublish,
} from './atom-import.store.ts';
import { type AtomPlan, AtomRefusedError, planAtom, type RenderedContent } from './atom-plan.ts';
import type { ContentAtom } from './content-batch.ts';
import { importKey } from './import-key.ts';
import { addProblem } from './import-report.ts';
import type { ImportScope } from './import-scope.ts';
import { keepMedia } from './kept-media.ts';

/** Of one transaction: more would hold locks, memory and the embedded database for long. */
const MOST_ATOMS = 500;
const MOST_CHARACTERS = 4_000_000;

/** SQLSTATE classes for values that the database cannot keep: data exceptions, limits exceeded. */
const UNSTORABLE = /^(?:22|54)/;

export interface AtomImport {
  database: Database;
  tenantId: string;
  /** The atoms that come first: planned meanwhile, these are written after them. */
  before: Promise<void>;
}

interface StoredAtom {
  atom: RenderedContent;
  outcome: AtomPlan['outcome'] | 'failed';
  reason?: string;
  cards: { new: number; existing: number };
  /** Those that are new. */
  prompts: AtomPlan['prompts'];
  deckIds: string[];
}

/** Stores the file's atoms; one that cannot be taken is told in the report and the rest goes on. */
export async function importAtoms(
  atoms: ContentAtom[],
  target: AtomImport,
  scope: ImportScope,
): Promise<void> {
  const usable = atoms.flatMap((atom) => {
    const failure = 'failure' in atom ? atom.failure : repeatedKey(atom, scope);
    if (failure !== undefined) reportFailure(atom, failure, scope);
    return 'failure' in atom || failure !== undefined ? [] : atom;
  });
  for (const chunk of chunks(usable)) {
    for (const stored of await storeChunk(chunk, target, scope)) reportStored(stored, scope);
  }
}

function repeatedKey({ entry }: RenderedContent, { atomKeys }: ImportScope): string | undefined {
  const key = importKey(entry.key);
  const earlier = atomKeys.get(key);
  if (earlier !== undefined) return `the key "${key}" is already used by ${earlier}`;
  atomKeys.set(key, entry.at ?? key);
  return undefined;
}

function* chunks(atoms: RenderedContent[]): Generator<RenderedContent[]> {
  let chunk: RenderedContent[] = [];
  let size = 0;
  for (const atom of atoms) {
    const length = atom.rendered.prompts.reduce(
      (sum, { item }) => sum + item.front.length + ('back' in item ? (item.back?.length ?? 0) : 0),
      2 * atom.rendered.plainText.length,
    );
    if (chunk.length === MOST_ATOMS || (chunk.length > 0 && size + length > MOST_CHARACTERS)) {
      yield chunk;
      chunk = [];
      size = 0;
    }
    chunk.push(atom);
    size += length;
  }
  if (chunk.length > 0) yield chunk;
}

/** One transaction; where the database refuses a value, halves it until the culprit is alone. */
async function storeChunk(
  atoms: RenderedContent[],
  target: AtomImport,
  scope: ImportScope,
): Promise<StoredAtom[]> {
  try {
    const drafted = await draftNew(atoms, target, scope);
    await target.before;
    return await target.database.tenant(target.tenantId, (db) =>
      storeAtoms(db, { atoms, drafted }, scope),
    );
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !UNSTORABLE.test(String(error.code))) {
      throw error;
    }
    const [atom, ...others] = atoms;
    if (atom && others.length === 0) return [failed(atom, error.message)];
    const middle = Math.ceil(atoms.length / 2);
    const first = await storeChunk(atoms.slice(0, middle), target, scope);
    return [...first, ...(await storeChunk(atoms.slice(middle), target, scope))];
  }
}

interface Draft {
  plans: AtomPlan[];
  refused: StoredAtom[];
}

/** Plans without the lock, so that one chunk is made ready while another is written. */
async function draftNew(
  atoms: RenderedContent[],
  { database, tenantId }: AtomImport,
  scope: ImportScope,
): Promise<Draft | undefined> {
  const { system } = scope;
  const keys = keysOf(atoms);
  const isNew = await database.read(tenantId, (db) => areAllNew(db, { system, keys }));
  return isNew ? draft(atoms, new Map(), scope) : undefined;
}

function draft(
  atoms: RenderedContent[],
  known: ReadonlyMap<string, KnownAtom>,
  scope: ImportScope,
): Draft {
  const refused: StoredAtom[] = [];
  const plans = atoms.flatMap((atom) => {
    try {
      return planAtom(atom, known.get(importKey(atom.entry.key)), scope);
    } catch (error) {
      if (!(error instanceof AtomRefusedError)) throw error;
      refused.push(failed(atom, error.message));
      return [];
    }
  });
  return { plans, refused };
}

const keysOf = (atoms: RenderedContent[]) => atoms.map(({ entry }) => importKey(entry.key));

/** @param drafted what holds as long as all of the atoms are new */
async function storeAtoms(
  db: TenantDb,
  { atoms, drafted }: { atoms: RenderedContent[]; drafted: Draft | undefined },
  scope: ImportScope,
): Promise<StoredAtom[]> {
  const { system } = scope;
  const [, known] = await Promise.all([
    lockSystem(db, system),
    findKnownAtoms(db, { system, keys: keysOf(atoms) }),
  ]);
  const { plans, refused } =
    drafted && known.size === 0
      ? drafted
      : draft(await keepMedia(db, { atoms, known, scope }), known, scope);
  const changed = plans.filter(({ outcome }) => outcome === 'new' || outcome === 'updated');
  const updated = changed.filter(({ known: ours }) => ours !== undefined);
  const [prompts] = await Promise.all([
    findPrompts(
      db,
      updated.map(({ id }) => id),
    ),
    readPositions(db, changed, scope),
  ]);
  const write = (plan: AtomPlan) => plan.write(positionOf(plan, scope));
  const touched = new Set(changed.flatMap((plan) => touchedDecks(plan, prompts.get(plan.id))));
  await Promise.all([
    insertAtoms(db, changed.filter(({ known: ours }) => ours === undefined).map(write)),
    updateAtoms(db, updated.map(write)),
    writeRefs(db, {
      system,
      kind: 'atom',
      refs: changed.map(({ key, id, hash }) => ({ key, entityId: id, hash })),
    }),
    markAwaitingPublish(db, [...touched]),
  ]);
  return [
    ...refused,
    ...plans.map((plan) => ({
      atom: plan.atom,
      outcome: plan.outcome,
      cards: cardCounts(plan, prompts.get(plan.id)),
      prompts: plan.outcome === 'new' ? plan.prompts : [],
      deckIds: touchedDecks(plan, prompts.get(plan.id)),
    })),
  ];
}

async function readPositions(db: TenantDb, plans: AtomPlan[], scope: ImportScope): Promise<void> {
  const { nextPosition } = scope;
  const unread = new Set(plans.map(({ deckId }) => deckId).filter((id) => !nextPosition.has(id)));
  if (unread.size === 0) return;
  for (const [id, next] of await findNextPositions(db, [...unread])) nextPosition.set(id, next);
}

/** Where it stands already, else after the last of its deck. */
function positionOf({ known, deckId }: AtomPlan, { nextPosition }: ImportScope): number {
  if (known?.deckId === deckId) return known.position;
  const position = nextPosition.get(deckId) ?? 0;
  nextPosition.set(deckId, position + 1);
  return position;
}

function touchedDecks(plan: AtomPlan, before: KnownPrompts | undefined): string[] {
  return [plan.deckId, ...plan.deckIds, ...(before?.deckIds ?? [])];
}

function cardCounts({ prompts, outcome }: AtomPlan, before: KnownPrompts | undefined) {
  if (outcome === 'new') return { new: prompts.length, existing: 0 };
  if (outcome !== 'updated') return { new: 0, existing: prompts.length };
  const existing = prompts.filter(({ ord }) => before?.ords.includes(ord)).length;
  return { new: prompts.length - existing, existing };
}

function failed(atom: RenderedContent, reason: string): StoredAtom {
  const cards = { new: 0, existing: atom.rendered.prompts.length };
  return { atom, outcome: 'failed', reason, cards, prompts: [], deckIds: [] };
}

function reportStored(
  { atom, outcome, reason, cards, prompts, deckIds }: StoredAtom,
  scope: ImportScope,
): void {
  if (outcome === 'failed') {
    reportFailure(atom, reason ?? 'not stored', scope);
    return;
  }
  const { report } = scope;
  report.notes[outcome]++;
  report.cards.new += cards.new;
  report.cards[outcome] += cards.existing;
  for (const id of deckIds) scope.deckIds.add(id);
  scope.prompts.add(atom.entry.key, prompts);
  const at = atom.entry.at ?? atom.entry.key;
  for (const problem of atom.rendered.problems) {
    if (scope.toldOfNoteTypes.has(problem)) continue;
    if (problem.startsWith('note type ')) scope.toldOfNoteTypes.add(problem);
    addProblem(report, { at, severity: 'warning', reason: problem });
  }
}

function reportFailure(atom: ContentAtom, reason: string, { report }: ImportScope): void {
  const cards = 'rendered' in atom ? atom.rendered.prompts.length : atom.entry.prompts?.length;
  report.notes.failed++;
  report.cards.failed += cards ?? 0;
  addProblem(report, { at: atom.entry.at ?? atom.entry.key, severity: 'failed', reason });
}
