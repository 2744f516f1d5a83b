import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import { storableText } from '../../../platform/storable-json.ts';
import { atomHash } from '../atoms/atom-hash.ts';
import { atomKind } from '../atoms/atom-kind.ts';
import type { AtomWrite, PromptWrite } from '../atoms/atom-write.ts';
import type { AtomBody } from '../deck-document.ts';
import { searchConfiguration } from '../searching/search-language.ts';
import type { KnownAtom } from './atom-import.store.ts';
import type { ContentAtom } from './content-batch.ts';
import { importKey } from './import-key.ts';
import { decideImport } from './import-rule.ts';
import type { ImportedDeck, ImportedNoteType, ImportScope } from './import-scope.ts';

export type RenderedContent = Extract<ContentAtom, { rendered: unknown }>;

/** What is to become of one atom of the file. */
export interface AtomPlan {
  key: string;
  atom: RenderedContent;
  outcome: 'new' | 'updated' | 'unchanged' | 'conflicting';
  id: string;
  deckId: string;
  /** Decks where its prompts live. */
  deckIds: Set<string>;
  prompts: PromptWrite[];
  hash: string;
  known: KnownAtom | undefined;
  write: (position: number) => AtomWrite;
}

/** Why an atom of the file cannot be taken. */
export class AtomRefusedError extends Error {
  override name = 'AtomRefusedError';
}

export function planAtom(
  atom: RenderedContent,
  known: KnownAtom | undefined,
  scope: ImportScope,
): AtomPlan {
  const { entry, rendered } = atom;
  const key = importKey(entry.key);
  const deck = scope.decks.get(importKey(entry.deck));
  if (!deck) throw new AtomRefusedError(`no deck has the key "${entry.deck}"`);
  const noteType = noteTypeOf(entry.body, scope);
  const body = withNoteType(entry.body, noteType);
  const prompts = promptsOf(atom, deck, scope);
  const assets = atom.assets.filter(({ sha256 }) => scope.media.has(sha256));
  const modifiedAt = entry.modifiedAt === undefined ? undefined : timeOf(entry.modifiedAt);
  const hash = atomHash({
    body,
    noteTypeHash: atom.noteTypeHash,
    title: entry.title,
    tags: entry.tags ?? [],
    language: entry.language,
    deckId: deck.id,
    promptDecks: prompts,
    assets,
  });
  const outcome = decideImport({ hash, modifiedAt }, known);
  const id = known?.id ?? uuidv7();
  const write = (position: number): AtomWrite => ({
    id,
    deckId: deck.id,
    kind: atomKind(body, rendered),
    position,
    revision: (known?.revision ?? 0) + 1,
    title: rendered.title,
    customTitle: entry.title ?? null,
    plainText: rendered.plainText,
    tags: entry.tags ?? [],
    language: entry.language ?? null,
    searchConfig: searchConfiguration(entry.language ?? deck.language),
    difficulty: known?.difficulty ?? null,
    estimatedSeconds: known?.estimatedSeconds ?? null,
    guid: known?.guid ?? guidOf(entry.source, key),
    source: entry.source ?? null,
    modifiedAt: modifiedAt ?? new Date(),
    body,
    noteTypeId: noteType?.id ?? null,
    styleHash: noteType?.styleHash ?? null,
    items: rendered.prompts.map(({ ord, item }) => ({ ord, item })),
    hash,
    origin: 'import',
    prompts,
    assets,
  });
  return {
    key,
    atom,
    outcome,
    id,
    deckId: deck.id,
    deckIds: new Set(prompts.map(({ deckId }) => deckId)),
    prompts,
    hash,
    known,
    write,
  };
}

function noteTypeOf(body: AtomBody, { noteTypes }: ImportScope): ImportedNoteType | undefined {
  if (body.type !== 'note') return undefined;
  const noteType = noteTypes.get(importKey(body.noteType));
  if (!noteType) throw new AtomRefusedError(`no note type has the key "${body.noteType}"`);
  return noteType;
}

function withNoteType(body: AtomBody, noteType: ImportedNoteType | undefined): AtomBody {
  return body.type === 'note' && noteType ? { ...body, noteType: noteType.id } : body;
}

/** A card of the source that shows nothing now keeps its place, retired, and so its history. */
function promptsOf(
  { entry, rendered }: RenderedContent,
  deck: ImportedDeck,
  { decks }: ImportScope,
): PromptWrite[] {
  const listed = new Map((entry.prompts ?? []).map((prompt) => [prompt.ord, prompt]));
  const details = (ord: number) => {
    const prompt = listed.get(ord);
    const elsewhere = prompt?.deck === undefined ? undefined : decks.get(importKey(prompt.deck));
    return {
      id: uuidv7(),
      ord,
      deckId: (elsewhere ?? deck).id,
      source: prompt?.source ?? null,
    };
  };
  const shown = rendered.prompts.map(({ ord, name, item }) => ({
    ...details(ord),
    name,
    kind: item.kind,
    retired: false,
  }));
  const ords = new Set(rendered.prompts.map(({ ord }) => ord));
  const hidden = [...listed.keys()]
    .filter((ord) => !ords.has(ord))
    .map((ord) => ({
      ...details(ord),
      name: `Card ${ord + 1}`,
      kind: 'flashcard' as const,
      retired: true,
    }));
  return [...shown, ...hidden];
}

function timeOf(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new AtomRefusedError(`modifiedAt is no time: ${text}`);
  return time;
}

/** The id that the author's own tool knows it by, also when it came through another hub. */
function guidOf(source: Record<string, unknown> | undefined, key: string): string {
  return typeof source?.guid === 'string' ? storableText(source.guid) : key;
}
