import { isUuid, uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../../platform/database/database.ts';
import { DomainError } from '../../domain-error.ts';
import { findAssets } from '../assets/asset.store.ts';
import type { AtomBody } from '../deck-document.ts';
import { splitPath } from '../deck-path.ts';
import { noteStyle } from '../note-types/note-style.ts';
import { findNoteType } from '../note-types/note-type.store.ts';
import { renderAtom } from '../rendering/render-atom.ts';
import { searchConfiguration } from '../searching/search-language.ts';
import { atomHash } from './atom-hash.ts';
import { atomKind } from './atom-kind.ts';
import type { AtomWrite } from './atom-write.ts';

/** An atom as its author wants it. */
export interface AtomDraft {
  id: string;
  deck: { id: string; path: string; language: string };
  position: number;
  revision: number;
  /** Notes name their note type by its id. */
  body: AtomBody;
  customTitle: string | null;
  tags: string[];
  language: string | null;
  difficulty: number | null;
  estimatedSeconds: number | null;
  guid: string;
  source: Record<string, unknown> | null;
  /** Names that the body may use. */
  assets: { name: string; sha256: string }[];
  /** Decks of prompts that live elsewhere, by ord. */
  promptDecks: Map<number, string>;
}

/**
 * Renders a draft into what is stored.
 * @throws DomainError `invalid` where it makes no prompt, `not_found` for note type or media
 */
export async function composeAtom(db: TenantDb, draft: AtomDraft): Promise<AtomWrite> {
  const { body, deck } = draft;
  const [noteType, stored] = await Promise.all([
    body.type === 'note' && isUuid(body.noteType) ? findNoteType(db, body.noteType) : undefined,
    findAssets(
      db,
      draft.assets.map(({ sha256 }) => sha256),
    ),
  ]);
  if (body.type === 'note' && !noteType) {
    throw new DomainError('not_found', `there is no note type ${body.noteType}`, '/body/noteType');
  }
  const lacking = draft.assets.find(({ sha256 }) => !stored.has(sha256));
  if (lacking) throw new DomainError('not_found', `there is no media ${lacking.sha256}`, '/media');
  const used = new Map<string, string>();
  const shas = new Map(draft.assets.map(({ name, sha256 }) => [name, sha256]));
  const title = draft.customTitle ?? undefined;
  const language = draft.language ?? undefined;
  const rendered = renderAtom(
    { body, title, language, tags: draft.tags, deckPath: splitPath(deck.path) },
    noteType?.document,
    (name) => {
      const asset = stored.get(shas.get(name) ?? '');
      if (!asset) return undefined;
      used.set(name, asset.sha256);
      return `media/${asset.sha256}.${asset.ext}`;
    },
  );
  if (rendered.prompts.length === 0) {
    throw new DomainError('invalid', rendered.problems.join('; ') || 'it shows nothing', '/body');
  }
  const prompts = rendered.prompts.map(({ ord, name, item }) => ({
    id: uuidv7(),
    ord,
    deckId: draft.promptDecks.get(ord) ?? deck.id,
    name,
    kind: item.kind,
    source: null,
    retired: false,
  }));
  const assets = [...used].map(([name, sha256]) => ({ name, sha256 }));
  return {
    id: draft.id,
    deckId: deck.id,
    kind: atomKind(body, rendered),
    position: draft.position,
    revision: draft.revision,
    title: rendered.title,
    customTitle: draft.customTitle,
    plainText: rendered.plainText,
    tags: draft.tags,
    language: draft.language,
    searchConfig: searchConfiguration(draft.language ?? deck.language),
    difficulty: draft.difficulty,
    estimatedSeconds: draft.estimatedSeconds,
    guid: draft.guid,
    source: draft.source,
    modifiedAt: new Date(),
    body,
    noteTypeId: body.type === 'note' ? body.noteType : null,
    styleHash: (noteType && noteStyle(noteType.document)?.hash) ?? null,
    items: rendered.prompts.map(({ ord, item }) => ({ ord, item })),
    hash: atomHash({
      body,
      noteTypeHash: noteType?.hash,
      title,
      tags: draft.tags,
      language,
      deckId: deck.id,
      promptDecks: prompts,
      assets,
    }),
    origin: 'author',
    prompts,
    assets,
  };
}
