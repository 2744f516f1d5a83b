import type { Writable } from 'node:stream';
import { type PlayerScript, shellFiles, shellHtml } from '@crosswalk/player/bundle';
import type { PlayerContent } from '@crosswalk/player/content';
import type { Course } from '../course/course.ts';
import { copiedFile, type PackageFile, textFile } from '../package-file.ts';
import { packageWriters } from '../package-formats.ts';
import { writeTarget } from '../target-file.ts';
import { xmlCharacters } from '../xml/characters.ts';
import { writeZip } from '../zip-file.ts';

export const dispatchFormats = ['scorm12', 'scorm2004-3', 'scorm2004-4'] as const;
export type DispatchFormat = (typeof dispatchFormats)[number];

/** A package without content: its shell opens the player of a hub. */
export interface DispatchPackage {
  format: DispatchFormat;
  /** Any stable text. */
  id: string;
  title: string;
  /** BCP 47. */
  language: string;
  mode: 'study' | 'test';
  /** Scaled score in [0,1] that passes. */
  masteryScore?: number | undefined;
  /** Absolute URL that the shell asks for the player's page. */
  launchUrl: string;
  /** What names the dispatch there. */
  token: string;
}

const PAGE = 'index.html';
const SCRIPT = 'shell.js';

/**
 * Writes a dispatch as a package for learning platforms. The same dispatch gives the same bytes.
 * @param target a path, which changes only when the package is whole, or a stream, which is ended
 */
export async function writeDispatchPackage(
  dispatch: DispatchPackage,
  target: string | Writable,
): Promise<void> {
  const files = dispatchFiles(dispatch);
  const write = (stream: Writable) => writeZip(files, stream);
  await writeTarget(target, write);
}

function dispatchFiles(dispatch: DispatchPackage): PackageFile[] {
  const course = courseOf(dispatch);
  const writer = packageWriters[dispatch.format];
  const shell = shellFiles();
  const data = { ...writer.launchData(course), ...shellData(dispatch) };
  const title = xmlCharacters(dispatch.title);
  const files = [
    textFile(PAGE, shellHtml({ title, language: dispatch.language, data })),
    copiedFile(SCRIPT, shell.js),
    copiedFile('shell.css', shell.css),
    ...writer.controlDocuments(course),
  ];
  const names = files.map(({ name }) => name).sort();
  return [...files, writer.manifest(course, names)];
}

function shellData({ launchUrl, token, mode, masteryScore }: DispatchPackage): ShellData {
  const mastery = masteryScore !== undefined && { mastery: String(masteryScore) };
  return { launch: launchUrl, dispatch: token, mode, ...mastery };
}

type ShellData = Extract<PlayerScript, object>['data'];

/** A course of one unit, whose content is elsewhere. */
function courseOf({ id, title, language, mode, masteryScore }: DispatchPackage): Course {
  const named = { id, revision: '1', title, language };
  const content: PlayerContent = {
    format: 'crosswalk-player/1',
    ...named,
    direction: 'ltr',
    options: {
      ...{ mode, buttons: 4, feedback: 'immediate', shuffle: false, mediaBase: '' },
      ...(masteryScore !== undefined && { masteryScore }),
    },
    items: [],
  };
  const unit = { id, name: '', title, page: PAGE, script: SCRIPT, content, weight: 1 };
  return {
    ...named,
    metadata: {},
    masteryScore,
    sequencing: 'free',
    rollup: 'all',
    activityBase: undefined,
    units: [{ ...unit, kind: 'whole', objective: undefined }],
  };
}
