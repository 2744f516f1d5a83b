import type { Database } from '../../../platform/database/database.ts';
import { createContentImport } from '../content-import.ts';
import type { AtomEntry } from '../deck-document.ts';
import type { SourceBatch } from './content-batch.ts';
import { createContentRenderer } from './content-renderer.ts';
import type { ImportReport } from './import-report.ts';

export const media = {
  name: 'map.png',
  path: '/nowhere',
  sha256: 'ab'.repeat(32),
  bytes: 3,
  mime: 'image/png',
};

export const noteType = {
  key: '1',
  name: 'Basic',
  kind: 'standard' as const,
  fields: ['Front', 'Back'],
  templates: [
    { name: 'Forward', front: '{{Front}}', back: '{{FrontSide}}<hr>{{Back}}' },
    { name: 'Reverse', front: '{{Back}}', back: '{{Front}}' },
  ],
  css: '.card { color: navy }',
};

export const decks = {
  type: 'decks',
  decks: [
    { key: 'geo', path: ['World', 'Geography'], language: 'de' },
    { key: 'caps', path: ['World', 'Geography', 'Capitals'] },
  ],
  noteTypes: [noteType],
} satisfies SourceBatch;

/** A note of the deck `geo`, one of whose two cards goes where its second field is empty. */
export function note(key: string, fields: string[], change: Partial<AtomEntry> = {}): AtomEntry {
  return {
    key,
    deck: 'geo',
    body: { type: 'note', noteType: '1', fields },
    modifiedAt: '2026-01-01T00:00:00Z',
    at: `note ${key}`,
    ...change,
  };
}

/** A file of both decks, one picture and the notes. */
export function file(...atoms: AtomEntry[]): SourceBatch[] {
  return [decks, { type: 'media', media: [media] }, { type: 'atoms', atoms }];
}

export interface TestImport {
  database: Database;
  tenantId: string;
  system?: string;
  deckId?: string;
  /** Hashes of the media that were stored. */
  stored?: string[];
}

/** Imports a whole file, for tests. */
export async function importFile(
  batches: SourceBatch[],
  { stored = [], system = 'anki', ...target }: TestImport,
): Promise<ImportReport> {
  const content = await createContentImport({
    ...target,
    system,
    putMedia: async ({ sha256 }) => void stored.push(sha256),
  });
  const renderer = createContentRenderer();
  for (const batch of batches) await content.apply(renderer.render(batch));
  return content.finish();
}
