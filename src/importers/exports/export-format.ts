import { packageFormats } from '@crosswalk/scorm-export';
import { type Static, Type } from 'typebox';
import { OneOf } from '../../platform/http/shapes.ts';

export const exportFormats = [...packageFormats, 'apkg', 'csv', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const ExportOptions = Type.Object(
  {
    mode: Type.Optional(OneOf(['study', 'test'] as const)),
    masteryScore: Type.Optional(
      Type.Number({ minimum: 0, maximum: 1, description: 'scaled score that passes' }),
    ),
    buttons: Type.Optional(Type.Unsafe<2 | 4>({ type: 'integer', enum: [2, 4] })),
    feedback: Type.Optional(OneOf(['immediate', 'end', 'none'] as const)),
    locale: Type.Optional(
      Type.String({ maxLength: 35, description: "language of the player's own words" }),
    ),
    shuffle: Type.Optional(Type.Boolean()),
    questions: Type.Optional(
      Type.Integer({ minimum: 1, description: 'test: so many, drawn anew for each attempt' }),
    ),
    completionThreshold: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 1,
        description: 'study: share of the prompts that completes',
      }),
    ),
    structure: Type.Optional({
      ...OneOf(['whole', 'chapters'] as const),
      description: 'packages: one unit for all, or one for the deck and each deck below it',
    }),
    sequencing: Type.Optional({
      ...OneOf(['free', 'linear'] as const),
      description: 'chapters: in any order, or each after the one before it',
    }),
    pretest: Type.Optional(
      Type.Integer({
        minimum: 1,
        description:
          'SCORM 2004, chapters: questions of each in a test by which chapters are skipped',
      }),
    ),
    rollup: Type.Optional({
      ...OneOf(['all', 'score'] as const),
      description:
        'SCORM 2004, chapters: passed with all of them, or with the mean of their scores',
    }),
    personId: Type.Optional(
      Type.String({
        format: 'uuid',
        description: 'apkg: whose study history goes along; default nobody’s',
      }),
    ),
  },
  { additionalProperties: false },
);
export type ExportOptions = Static<typeof ExportOptions>;

/** What each format makes: the file's ending and media type. */
export const fileTypes: Record<ExportFormat, { ending: string; mime: string }> = {
  scorm12: { ending: 'scorm12.zip', mime: 'application/zip' },
  'scorm2004-3': { ending: 'scorm2004-3.zip', mime: 'application/zip' },
  'scorm2004-4': { ending: 'scorm2004-4.zip', mime: 'application/zip' },
  cmi5: { ending: 'cmi5.zip', mime: 'application/zip' },
  xapi: { ending: 'xapi.zip', mime: 'application/zip' },
  qti3: { ending: 'qti3.zip', mime: 'application/zip' },
  apkg: { ending: 'apkg', mime: 'application/apkg' },
  csv: { ending: 'csv', mime: 'text/csv; charset=utf-8' },
  json: { ending: 'json', mime: 'application/json' },
};

/** A file name from a deck's title: no path parts, nothing that a file system refuses. */
export function exportFileName(title: string, format: ExportFormat): string {
  const safe = title
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\\/:*?"<>|]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[ .]+|[ .]+$/g, '')
    .slice(0, 80)
    .trim();
  return `${safe || 'deck'}.${fileTypes[format].ending}`;
}
