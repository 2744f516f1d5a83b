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

/** A look at a course; the surface that plays courses has it. */
export interface CoursePreviews {
  issue(
    db: TenantDb,
    grant: {
      courseId: string;
      personId: string | null;
      assignmentId: null;
      launchMode: 'Browse';
      locale?: string | undefined;
      frameAncestors: string[];
    },
    expiresAt: Date,
  ): Promise<string>;
}

const COURSE_LINK_MS = 60_000;

/** An address that opens the course for a minute. */
export function coursePreview(
  db: TenantDb,
  courseLinks: CoursePreviews,
  {
    session: { personId, locale, frameAncestors },
    courseId,
  }: { session: PickerSession; courseId: string },
): Promise<string> {
  return courseLinks.issue(
    db,
    {
      ...{ courseId, personId, locale, assignmentId: null, launchMode: 'Browse' },
      frameAncestors: ["'self'", ...frameAncestors],
    },
    new Date(Date.now() + COURSE_LINK_MS),
  );
}

export function previewOf(
  { personId, locale }: PickerSession,
  { deckId, tags }: { deckId: string; tags: string[] },
): PreviewGrant {
  const part = tags.length > 0 ? { tags } : {};
  const content = { deckId, mode: 'test', assignmentId: null, ...part } as const;
  return { ...content, record: 'nothing', personId, locale };
}
