import type { PlayerContent } from '@crosswalk/player/content';
import type { PackageFile } from './package-file.ts';

/**
 * What a package format adds to the player, the deck and its media, which are the same in all.
 * `launch` is the page that the platform opens.
 */
export interface PackageWriter {
  /** `launch` and what it needs to know how it reports. */
  launchFiles(content: PlayerContent): PackageFile[];
  /** Documents that the format wants beside its manifest, such as schemas. */
  controlDocuments(): PackageFile[];
  /** The manifest; `names` are all other files of the package. */
  manifests(content: PlayerContent, names: readonly string[]): PackageFile[];
}
