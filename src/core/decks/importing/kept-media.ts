import type { TenantDb } from '../../../platform/database/database.ts';
import { type Asset, listAtomAssets } from '../assets/asset.store.ts';
import { renderAtom } from '../rendering/render-atom.ts';
import type { KnownAtom } from './atom-import.store.ts';
import type { RenderedContent } from './atom-plan.ts';
import { importKey } from './import-key.ts';
import type { ImportScope } from './import-scope.ts';

interface Imported {
  atoms: RenderedContent[];
  known: Map<string, KnownAtom>;
  scope: ImportScope;
}

/**
 * A file exported without its media would empty the atoms of theirs: what an atom showed so far
 * stands in for what the file lacks, and the atom is rendered again.
 */
export async function keepMedia(
  db: TenantDb,
  { atoms, known, scope }: Imported,
): Promise<RenderedContent[]> {
  const idOf = ({ entry }: RenderedContent) => known.get(importKey(entry.key))?.id;
  const ids = atoms.filter(lacksMedia).flatMap((atom) => idOf(atom) ?? []);
  if (ids.length === 0) return atoms;
  const kept = new Map<string, Map<string, Asset>>();
  for (const { atomId, name, ...asset } of await listAtomAssets(db, ids)) {
    const names = kept.get(atomId) ?? new Map<string, Asset>();
    kept.set(atomId, names.set(name, asset));
    scope.media.set(asset.sha256, `media/${asset.sha256}.${asset.ext}`);
  }
  return atoms.map((atom) => {
    const names = lacksMedia(atom) ? kept.get(idOf(atom) ?? '') : undefined;
    return names ? renderWith(atom, names, scope) : atom;
  });
}

function lacksMedia({ rendered }: RenderedContent): boolean {
  return rendered.problems.some((problem) => problem.startsWith('media file not found'));
}

function renderWith(
  atom: RenderedContent,
  kept: Map<string, Asset>,
  { decks, noteTypes, media }: ImportScope,
): RenderedContent {
  const { entry } = atom;
  const deckPath = decks.get(importKey(entry.deck))?.path;
  if (!deckPath) return atom;
  const { body } = entry;
  const document =
    body.type === 'note' ? noteTypes.get(importKey(body.noteType))?.document : undefined;
  const own = new Map(atom.assets.map(({ name, sha256 }) => [name, sha256]));
  const used = new Map(own);
  const rendered = renderAtom({ ...entry, deckPath }, document, (name) => {
    const sha256 = own.get(name);
    if (sha256) return media.get(sha256);
    const asset = kept.get(name);
    if (!asset) return undefined;
    used.set(name, asset.sha256);
    return media.get(asset.sha256);
  });
  return { ...atom, rendered, assets: [...used].map(([name, sha256]) => ({ name, sha256 })) };
}
