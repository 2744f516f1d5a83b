import { canonicalJson } from '../../../platform/storable-json.ts';
import type { AtomBody } from '../deck-document.ts';
import type { NamedMedia } from './deck-export.store.ts';

/**
 * Names under which media leaves: in a file, a name stands for one content, so that further
 * contents of a name are called after their hash.
 */
export interface MediaNames {
  media: NamedMedia[];
  /** The body with the names as they leave. */
  rename(body: AtomBody, assets: { name: string; sha256: string }[]): AtomBody;
}

export function uniqueNames(media: NamedMedia[]): MediaNames {
  const first = new Map<string, string>();
  for (const { name, sha256 } of media) if (!first.has(name)) first.set(name, sha256);
  const nameOf = ({ name, sha256 }: { name: string; sha256: string }) =>
    first.get(name) === sha256 ? name : hashedName(name, sha256);
  return {
    media: media.map((file) => ({ ...file, name: nameOf(file) })),
    rename(body, assets) {
      const changed = assets.filter((asset) => nameOf(asset) !== asset.name);
      if (changed.length === 0) return body;
      const renamed: AtomBody = JSON.parse(canonicalJson(body), (_key, part: unknown) =>
        typeof part === 'string'
          ? changed.reduce((text, asset) => text.replaceAll(asset.name, nameOf(asset)), part)
          : part,
      );
      return renamed;
    },
  };
}

function hashedName(name: string, sha256: string): string {
  const dot = name.lastIndexOf('.');
  const [stem, ext] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  return `${stem}-${sha256.slice(0, 8)}${ext}`;
}
