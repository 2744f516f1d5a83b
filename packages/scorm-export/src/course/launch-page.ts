import { type PlayerScript, playerHtml } from '@crosswalk/player/bundle';
import { type PackageFile, textFile } from '../package-file.ts';
import { xmlCharacters } from '../xml/characters.ts';
import type { Unit } from './course.ts';

/** Attributes of the player's script: what its results go through, and how. */
export type LaunchData = Extract<PlayerScript, object>['data'];

/** The page around the player. */
export function launchPage({ page, script, content }: Unit, data: LaunchData): PackageFile {
  const { language, direction } = content;
  const scripts = [script, { src: 'player.js', data }];
  const title = xmlCharacters(content.title);
  return textFile(page, playerHtml({ title, language, direction, scripts }));
}
