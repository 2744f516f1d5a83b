import { isUuid } from '../../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../../platform/database/database.ts';
import type { KnownContent } from './import-rule.ts';

export interface KnownAtom extends KnownContent {
  key: string;
  id: string;
  deckId: string;
  position: number;
  revision: number;
  guid: string;
  difficulty: number | null;
  estimatedSeconds: number | null;
}

/** Atoms that the file's keys stand for, locked until the end of the transaction. */
export async function findKnownAtoms(
  db: TenantDb,
  { system, keys }: { system: string; keys: string[] },
): Promise<Map<string, KnownAtom>> {
  const { rows } = await db.query<Omit<KnownAtom, 'deleted'> & { deletedAt: Date | null }>(
    `select x.key, a.id, a.deck_id as "deckId", a.position, a.revision, a.guid, a.difficulty,
       a.estimated_seconds as "estimatedSeconds", a.modified_at as "modifiedAt",
       a.deleted_at as "deletedAt", v.hash, v.origin
     from (
       select key, entity_id from external_ref
       where tenant_id = $1 and system = $2 and kind = 'atom' and key = any ($3)
       union all
       select id::text, id from atom where tenant_id = $1 and id = any ($4) and not exists (
         select from external_ref r
         where r.tenant_id = $1 and r.system = $2 and r.kind = 'atom' and r.key = atom.id::text)
     ) x
     join atom a on a.tenant_id = $1 and a.id = x.entity_id
     join atom_revision v on v.tenant_id = $1 and v.atom_id = a.id and v.n = a.revision
     for update of a`,
    [db.tenantId, system, keys, idsAmong(keys)],
  );
  return new Map(
    rows.map(({ deletedAt, ...row }) => [row.key, { ...row, deleted: deletedAt !== null }]),
  );
}

/** Files that this hub has exported call atoms by their ids. */
function idsAmong(keys: string[]): string[] {
  return keys.filter(isUuid).map((key) => key.toLowerCase());
}

/** Whether the file's keys stand for nothing yet. */
export async function areAllNew(
  db: TenantDb,
  { system, keys }: { system: string; keys: string[] },
): Promise<boolean> {
  const { rows } = await db.query<{ known: boolean }>(
    `select exists (
       select from external_ref
       where tenant_id = $1 and system = $2 and kind = 'atom' and key = any ($3)
     ) or exists (select from atom where tenant_id = $1 and id = any ($4)) as known`,
    [db.tenantId, system, keys, idsAmong(keys)],
  );
  return rows[0]?.known === false;
}

export interface KnownPrompts {
  ords: number[];
  deckIds: string[];
}

/** The prompts that the atoms have, retired ones too. */
export async function findPrompts(
  db: TenantDb,
  atomIds: string[],
): Promise<Map<string, KnownPrompts>> {
  if (atomIds.length === 0) return new Map();
  const { rows } = await db.query<{ atomId: string; ords: number[]; deckIds: string[] }>(
    `select atom_id as "atomId", array_agg(ord) as ords, array_agg(distinct deck_id) as "deckIds"
     from prompt where tenant_id = $1 and atom_id = any ($2) group by atom_id`,
    [db.tenantId, atomIds],
  );
  return new Map(rows.map((row) => [row.atomId, row]));
}

/** First free position of each deck. */
export async function findNextPositions(
  db: TenantDb,
  deckIds: string[],
): Promise<Map<string, number>> {
  const { rows } = await db.query<{ deck_id: string; next: number }>(
    `select deck_id, max(position) + 1 as next from atom
     where tenant_id = $1 and deck_id = any ($2) group by deck_id`,
    [db.tenantId, deckIds],
  );
  const found = new Map(rows.map(({ deck_id, next }) => [deck_id, next]));
  return new Map(deckIds.map((id) => [id, found.get(id) ?? 0]));
}

/** The decks have changes that only a further revision shows. */
export async function markAwaitingPublish(db: TenantDb, deckIds: string[]): Promise<void> {
  await db.query(
    `update deck set awaits_publish = true
     where tenant_id = $1 and id = any ($2) and not awaits_publish`,
    [db.tenantId, deckIds],
  );
}
