import { type Static, Type } from 'typebox';
import { OneOf } from '../../platform/http/shapes.ts';

export const exportFormats = ['scorm12', 'apkg', 'csv', 'json'] as const;
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
