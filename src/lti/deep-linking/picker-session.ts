import type { Database, TenantDb } from '../../platform/database/database.ts';
import { useAccessToken } from '../../platform/tenancy/credentials.store.ts';
import { findPageToken, issuePageToken } from '../pages/page-tokens.ts';

/** `code`: in the address of the page, once; `session`: what the page then works with. */
const tokens = {
  code: { purpose: 'lti_picker_code', lifeMs: 2 * 60_000 },
  session: { purpose: 'lti_picker', lifeMs: 2 * 3_600_000 },
} as const;

/** What is chosen for, and where the choice goes. */
export interface Picking {
  registrationId: string;
  /** The platform's id of it. */
  deploymentId: string;
  target:
    | { kind: 'response'; returnUrl: string; data: string | null }
    /** A link that opens nothing yet. */
    | { kind: 'link'; linkId: string; groupId: string };
  accepts: { links: boolean; multiple: boolean; lineItems: boolean };
  /** What the platform proposes to call it. */
  title: string | null;
  locale: string | undefined;
  frameAncestors: string[];
}

export interface PickerSession extends Picking {
  tenantId: string;
  /** Of the token. */
  id: string;
  personId: string | null;
  isOpen: boolean;
}

type Kind = keyof typeof tokens;

function issue(
  db: TenantDb,
  kind: Kind,
  { picking, personId }: { picking: Picking; personId: string | undefined },
): Promise<string> {
  return issuePageToken(db, tokens[kind], { personId, data: { ...picking } });
}

/** Opens the picker: where the browser goes, good once. */
export async function openPicker(
  db: TenantDb,
  given: { picking: Picking; personId: string | undefined },
): Promise<{ location: string }> {
  return { location: `/lti/deep-link/${await issue(db, 'code', given)}` };
}

async function find(
  database: Database,
  kind: Kind,
  token: string,
): Promise<PickerSession | undefined> {
  const found = await findPageToken(database, tokens[kind], token);
  if (!found) return undefined;
  const { data, ...row } = found;
  // Sound because `issue` alone writes rows of these purposes.
  return { ...(data as unknown as Picking), ...row };
}

/** Also one that has ended: its page may be shown where the picker was. */
export function findPicker(database: Database, token: string): Promise<PickerSession | undefined> {
  return find(database, 'session', token);
}

export function findPickerCode(
  database: Database,
  code: string,
): Promise<PickerSession | undefined> {
  return find(database, 'code', code);
}

/** Trades the code for a session; undefined when somebody was faster. */
export async function beginPicking(
  db: TenantDb,
  { id, tenantId: _, personId, isOpen: _open, ...picking }: PickerSession,
): Promise<string | undefined> {
  if (!(await useAccessToken(db, id))) return undefined;
  return issue(db, 'session', { picking, personId: personId ?? undefined });
}

/** A picker answers once; false for the second of two clicks. */
export function endPicking(db: TenantDb, { id }: PickerSession): Promise<boolean> {
  return useAccessToken(db, id);
}
