import type { TenantDb } from '../../platform/database/database.ts';
import type { PickerSession } from './picker-session.ts';

/** A look at what is chosen, which leaves no trace. */
export interface PreviewGrant {
  deckId: string;
  mode: 'test';
  assignmentId: null;
  tags?: string[] | undefined;
  locale?: string | undefined;
  record: 'nothing';
  personId: string | null;
}

/** What lets somebody into the player; the surface behind `/play` has it. */
export interface PreviewCodes {
  issue(db: TenantDb, code: { grant: PreviewGrant; frameAncestors: string[] }): Promise<string>;
}

export function previewOf(
  { personId, locale }: PickerSession,
  { deckId, tags }: { deckId: string; tags: string[] },
): PreviewGrant {
  const part = tags.length > 0 ? { tags } : {};
  const content = { deckId, mode: 'test', assignmentId: null, ...part } as const;
  return { ...content, record: 'nothing', personId, locale };
}
