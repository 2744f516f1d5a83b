import { hashToken, newToken } from '../../platform/crypto/one-time-tokens.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import {
  findAccessToken,
  insertAccessToken,
  useAccessToken,
} from '../../platform/tenancy/credentials.store.ts';
import { isUsable } from '../../platform/tenancy/credentials.ts';

/** `code`: in the address of the page, once; `session`: what the page then works with. */
const purposes = { code: 'lti_picker_code', session: 'lti_picker' } as const;
const livesMs = { code: 2 * 60_000, session: 2 * 3_600_000 } as const;

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

type Kind = keyof typeof purposes;

async function issue(
  db: TenantDb,
  kind: Kind,
  { picking, personId }: { picking: Picking; personId: string | undefined },
): Promise<string> {
  const { token, hash } = newToken();
  await insertAccessToken(db, {
    ...{ id: uuidv7(), purpose: purposes[kind], hash, role: 'user', personId },
    data: { ...picking },
    expiresAt: new Date(Date.now() + livesMs[kind]),
  });
  return token;
}

/** Opens the picker: where the browser goes, good once. */
export async function openPicker(
  db: TenantDb,
  given: { picking: Picking; personId: string | undefined },
): Promise<{ location: string }> {
  return { location: `/lti/deep-link/${await issue(db, 'code', given)}` };
}

async function find(database: Database, kind: Kind, token: string) {
  const row = await findAccessToken(database.lookup, hashToken(token));
  if (row?.purpose !== purposes[kind]) return undefined;
  const { tenantId, id, personId, usedAt } = row;
  // Sound because `issue` alone writes rows of these purposes.
  const picking = row.data as unknown as Picking;
  const isOpen = !usedAt && isUsable(row, Date.now());
  return { ...picking, tenantId, id, personId, isOpen };
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
