import type { TenantDb } from '../../platform/database/database.ts';
import type { RenderedItem } from '../decks/rendering/rendered-atom.ts';
import type { StudiedPart } from './assignment.store.ts';
import { type MemoryColumns, toMemory } from './memory.store.ts';
import type { MemorySnapshot } from './memory.ts';
import { pinValues, type RevisionPin, studiedRevision } from './revision-pin.ts';

/** A published deck with its descendants, as one thing to study. */
export async function studiedDecks(db: TenantDb, deckId: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select d.id from deck d join deck root on root.tenant_id = $1 and root.id = $2
     where d.tenant_id = $1 and d.revision > 0 and d.status <> 'archived'
       and (d.id = root.id or starts_with(d.path, root.path || '::'))`,
    [db.tenantId, deckId],
  );
  return rows.map(({ id }) => id);
}

export interface QueueScope extends StudiedPart {
  personId: string;
  deckIds: readonly string[];
  now: Date;
  dayStart: Date;
  dayEnd: Date;
}

/** Not suspended, not buried, and in the published revision of its deck. */
const open = `not coalesce(k.suspended, false) and coalesce(k.buried_until, '-infinity') <= $4
  and p.retired_at is null`;
const joins = `left join prompt_mark k on k.tenant_id = $1 and k.person_id = $2 and k.prompt_id = p.id`;
/** Of the assigned part, whose tags are the parameter. */
const inPart = (tags: string) => `(${tags}::text[] is null or exists (select from atom t
  where t.tenant_id = $1 and t.id = p.atom_id and t.tags && ${tags}))`;
/** Of the pinned deck, only what is in its pinned revision. */
const inPin = (deckId: string, n: string) => `(${deckId}::uuid is null or p.deck_id <> ${deckId}
  or exists (select from deck_revision_atom r where r.tenant_id = $1 and r.deck_id = p.deck_id
    and r.n = ${n}::integer and r.atom_id = p.atom_id))`;
/** Learning steps are due at their moment; reviews at any time of their day. */
const isDue = `case when m.state in (1, 3) then m.due <= $4 else m.due < $5 end`;

export interface DuePrompt {
  promptId: string;
  memory: MemorySnapshot;
}

/** Due prompts, learning ones first, then by how long they have been due. */
export async function findDue(
  db: TenantDb,
  scope: QueueScope,
  limit: number,
): Promise<DuePrompt[]> {
  const { rows } = await db.query<MemoryColumns & { promptId: string }>(
    `select p.id as "promptId", m.due, m.stability, m.difficulty, m.state, m.step,
            m.scheduled_days as "scheduledDays", m.reps, m.lapses, m.last_review as "lastReview"
     from memory_state m join prompt p on p.tenant_id = $1 and p.id = m.prompt_id ${joins}
     where m.tenant_id = $1 and m.person_id = $2 and p.deck_id = any($3) and ${open} and m.due < $5 and ${isDue}
       and ${inPart('$7')} and ${inPin('$8', '$9')}
     order by m.state not in (1, 3), m.due, p.id limit $6`,
    [
      ...[db.tenantId, scope.personId, scope.deckIds, scope.now, scope.dayEnd, limit, scope.tags],
      ...pinValues(scope.pin),
    ],
  );
  return rows.map(({ promptId, ...row }) => ({ promptId, memory: toMemory(row) }));
}

/** Prompts never seen, in the order of their decks. */
export async function findNew(db: TenantDb, scope: QueueScope, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select p.id from prompt p join atom a on a.tenant_id = $1 and a.id = p.atom_id
       join deck d on d.tenant_id = $1 and d.id = p.deck_id ${joins}
     where p.tenant_id = $1 and p.deck_id = any($3) and ${open} and a.deleted_at is null
       and not exists (select from memory_state m where m.tenant_id = $1 and m.person_id = $2 and m.prompt_id = p.id)
       and exists (select from deck_revision_atom r where r.tenant_id = $1 and r.deck_id = p.deck_id
                   and r.n = ${studiedRevision('$7', '$8')} and r.atom_id = p.atom_id)
       and ($6::text[] is null or a.tags && $6)
     order by d.path, a.position, a.id, p.ord limit $5`,
    [
      ...[db.tenantId, scope.personId, scope.deckIds, scope.now, limit, scope.tags],
      ...pinValues(scope.pin),
    ],
  );
  return rows.map(({ id }) => id);
}

export interface QueueCounts {
  new: number;
  learning: number;
  due: number;
}

/** How many wait now; `new` before the daily limit. */
export async function countQueue(
  db: TenantDb,
  scope: QueueScope,
): Promise<QueueCounts & { nextDueAt: Date | null }> {
  const { rows } = await db.query<{
    new: number;
    learning: number;
    due: number;
    nextDueAt: Date | null;
  }>(
    `select count(*) filter (where m.state is null) as new,
            count(*) filter (where m.state in (1, 3) and m.due < $5) as learning,
            count(*) filter (where m.state in (0, 2) and m.due < $5) as due,
            min(m.due) filter (where not (${isDue})) as "nextDueAt"
     from prompt p ${joins}
       left join memory_state m on m.tenant_id = $1 and m.person_id = $2 and m.prompt_id = p.id
     where p.tenant_id = $1 and p.deck_id = any($3) and ${open} and ${inPart('$6')}
       and ${inPin('$7', '$8')}`,
    [
      ...[db.tenantId, scope.personId, scope.deckIds, scope.now, scope.dayEnd, scope.tags],
      ...pinValues(scope.pin),
    ],
  );
  return rows[0] ?? { new: 0, learning: 0, due: 0, nextDueAt: null };
}

/** How many prompts the person met for the first time today. */
export async function countIntroduced(db: TenantDb, scope: QueueScope): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `select count(*) as n from (
       select l.prompt_id from review_log l join prompt p on p.tenant_id = $1 and p.id = l.prompt_id
       where l.tenant_id = $1 and l.person_id = $2 and l.kind = 'review' and p.deck_id = any($3)
         and l.prompt_id in (select prompt_id from review_log
                             where tenant_id = $1 and person_id = $2 and reviewed_at >= $4)
       group by l.prompt_id having min(l.reviewed_at) >= $4) as met`,
    [db.tenantId, scope.personId, scope.deckIds, scope.dayStart],
  );
  return rows[0]?.n ?? 0;
}

export interface ShownPrompt {
  promptId: string;
  atomId: string;
  deckId: string;
  flag: number;
  language: string | null;
  item: RenderedItem;
}

/** What the studied revisions show of these prompts. */
export async function readShown(
  db: TenantDb,
  {
    personId,
    promptIds,
    pin,
  }: { personId: string; promptIds: readonly string[]; pin: RevisionPin | null },
): Promise<Map<string, ShownPrompt>> {
  const { rows } = await db.query<ShownPrompt>(
    `select p.id as "promptId", p.atom_id as "atomId", p.deck_id as "deckId", a.language,
            coalesce(k.flag, 0) as flag, i.value -> 'item' as item
     from prompt p
       join atom a on a.tenant_id = $1 and a.id = p.atom_id
       join deck d on d.tenant_id = $1 and d.id = p.deck_id
       join deck_revision_atom r on r.tenant_id = $1 and r.deck_id = p.deck_id
         and r.n = ${studiedRevision('$4', '$5')} and r.atom_id = p.atom_id
       join atom_revision v on v.tenant_id = $1 and v.atom_id = p.atom_id and v.n = r.atom_revision
       cross join lateral jsonb_array_elements(v.rendered) i(value)
       left join prompt_mark k on k.tenant_id = $1 and k.person_id = $2 and k.prompt_id = p.id
     where p.tenant_id = $1 and p.id = any($3) and (i.value ->> 'ord')::int = p.ord`,
    [db.tenantId, personId, promptIds, ...pinValues(pin)],
  );
  return new Map(rows.map((row) => [row.promptId, row]));
}
