import { playerHtml } from '@crosswalk/player/bundle';
import type { PlayerContent } from '@crosswalk/player/content';
import { type PackageFile, textFile } from './package-file.ts';
import { xmlCharacters } from './xml/characters.ts';

export const launchPageName = 'index.html';

/** The page around the player; `tracking` names the adapter that the results go through. */
export function launchPage(content: PlayerContent, tracking: string): PackageFile {
  const { language, direction } = content;
  const scripts = ['content.js', { src: 'player.js', data: { tracking } }];
  const title = xmlCharacters(content.title);
  return textFile(launchPageName, playerHtml({ title, language, direction, scripts }));
}
