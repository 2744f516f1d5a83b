import type { LrsTransaction } from '@crosswalk/xapi-lrs';
import type { Fact, Place } from './fact.ts';
import { type Term, type TermKind, termKey } from './term-key.ts';

/** Decks of prompts and decks that are in this tenant, by their own id. */
export async function findDecks(
  db: LrsTransaction,
  places: readonly Place[],
): Promise<Map<string, string>> {
  const idsOf = (wanted: Place['kind']) => [
    ...new Set(places.flatMap(({ kind, id }) => (kind === wanted ? id : []))),
  ];
  if (places.length === 0) return new Map();
  const { rows } = await db.query<{ id: string; deckId: string }>(
    `select p.* from unnest($2::uuid[]) as x(id) cross join lateral (
       select id, deck_id as "deckId" from prompt p
       where p.tenant_id = $1 and p.id = x.id limit 1) p
     union all
     select d.* from unnest($3::uuid[]) as x(id) cross join lateral (
       select id, id as "deckId" from deck d where d.tenant_id = $1 and d.id = x.id limit 1) d`,
    [db.tenantId, idsOf('prompt'), idsOf('deck')],
    'kept',
  );
  return new Map(rows.map(({ id, deckId }) => [id, deckId]));
}

/**
 * Leaves out what is voided already, for a statement may come after the one that voids it, and what
 * somebody did whom a platform made to try things out.
 */
export async function insertFacts(
  db: LrsTransaction,
  facts: readonly (Fact & { deckId: string | null })[],
): Promise<void> {
  await db.query(
    `insert into lrs_fact (tenant_id, seq, at, actor, person_id, verb, activity, deck_id,
       registration, success, completion, scaled, duration_ms)
     select $1, x.* from unnest($2::bigint[], $3::timestamptz[], $4::bigint[], $5::uuid[],
       $6::bigint[], $7::bigint[], $8::uuid[], $9::uuid[], $10::boolean[], $11::boolean[],
       $12::double precision[], $13::bigint[]) as x(seq, at, actor, person_id)
     where (select not voided from statement s where s.tenant_id = $1 and s.seq = x.seq limit 1)
       and (x.person_id is null or not exists (select from person p
         where p.tenant_id = $1 and p.id = x.person_id and p.is_test))`,
    [
      db.tenantId,
      arrayOf(facts, ({ seq }) => seq),
      arrayOf(facts, ({ at }) => at.toISOString()),
      arrayOf(facts, ({ actor }) => actor),
      arrayOf(facts, ({ personId }) => personId),
      arrayOf(facts, ({ verb }) => verb),
      arrayOf(facts, ({ activity }) => activity),
      arrayOf(facts, ({ deckId }) => deckId),
      arrayOf(facts, ({ registration }) => registration),
      arrayOf(facts, ({ success }) => success),
      arrayOf(facts, ({ completion }) => completion),
      arrayOf(facts, ({ scaled }) => scaled),
      arrayOf(facts, ({ durationMs }) => durationMs),
    ],
    'kept',
  );
}

/** As PostgreSQL reads arrays, of what needs no escaping: the driver takes longer than the insert. */
function arrayOf<T>(items: readonly T[], read: (item: T) => unknown): string {
  return `{${items.map((item) => read(item) ?? 'NULL').join(',')}}`;
}

export async function insertTerms(db: LrsTransaction, terms: readonly Term[]): Promise<void> {
  const unique = [...new Map(terms.map((term) => [term.key, term])).values()];
  // In one order, so that two tenants' writers never wait for one another's pages in turn.
  unique.sort((a, b) => a.key - b.key);
  await db.query(
    `insert into lrs_term (tenant_id, key, kind, text)
     select $1, x.* from unnest($2::bigint[], $3::text[], $4::text[]) as x(key)
     on conflict do nothing`,
    [
      db.tenantId,
      unique.map(({ key }) => key),
      unique.map(({ kind }) => kind),
      // PostgreSQL keeps no U+0000 in texts.
      unique.map(({ text }) => text.replaceAll('\0', '')),
    ],
    'kept',
  );
}

/** Places of the facts of those statements that are voided. */
export async function findVoidedFacts(
  db: LrsTransaction,
  ids: readonly string[],
): Promise<number[]> {
  const { rows } = await db.query<{ seq: number }>(
    `select s.seq from unnest($2::uuid[]) as x(id) cross join lateral (
       select seq, voided from statement s where s.tenant_id = $1 and s.id = x.id limit 1) s
     where s.voided`,
    [db.tenantId, ids],
  );
  return rows.map(({ seq }) => Number(seq));
}

export async function deleteFacts(db: LrsTransaction, seqs: readonly number[]): Promise<void> {
  await db.query('delete from lrs_fact where tenant_id = $1 and seq = any ($2::bigint[])', [
    db.tenantId,
    seqs,
  ]);
}

export async function deleteTerms(
  db: LrsTransaction,
  kind: TermKind,
  texts: readonly string[],
): Promise<void> {
  await db.query('delete from lrs_term where tenant_id = $1 and key = any ($2::bigint[])', [
    db.tenantId,
    texts.map((text) => termKey(kind, text)),
  ]);
}
