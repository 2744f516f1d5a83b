import { FIRST_ADDED_SQL, type LrsTransaction } from '@crosswalk/xapi-lrs';
import type { Fact, Place } from './fact.ts';
import { type Term, type TermKind, termKey } from './term-key.ts';

/**
 * What `seq` of a fact is: where its statement is, or which it is of those that the transaction adds,
 * if it does.
 */
export type FactSeqs = 'stored' | 'added';

/** In SQL, of what `seq` of a fact counts from; null: it may not be written. */
const originSql: Record<FactSeqs, string> = { stored: '0', added: FIRST_ADDED_SQL };

/** A statement may come after the one that voids it; what is added at once is not voided. */
const countsSql: Record<FactSeqs, string> = {
  stored: `(select not voided from statement s where s.tenant_id = $1 and s.seq = x.seq limit 1)`,
  added: 'true',
};

/** SQL of the deck of the first place that is in this tenant; a column of it is ids with spaces between. */
const deckSql = (column: string, table: string, deckId: string) =>
  `case when ${column} is not null then (
     select found.deck_id
     from unnest(string_to_array(${column}, ' ')::uuid[]) with ordinality as place(id, n)
     cross join lateral (select ${deckId} as deck_id from ${table} t
       where t.tenant_id = $1 and t.id = place.id limit 1) found
     order by place.n limit 1) end`;

/** Leaves out what is voided, and what somebody did whom a platform made to try things out. */
export async function insertFacts(
  db: LrsTransaction,
  facts: readonly Fact[],
  seqs: FactSeqs,
): Promise<void> {
  const idsOf = (wanted: Place['kind']) =>
    arrayOf(facts, ({ places }) => {
      const ids = places.flatMap(({ kind, id }) => (kind === wanted ? id : []));
      return ids.length > 0 ? ids.join(' ') : null;
    });
  await db.query(
    `insert into lrs_fact (tenant_id, seq, at, actor, person_id, verb, activity, deck_id,
       registration, success, completion, scaled, duration_ms)
     select $1, x.seq, coalesce(x.at, to_timestamp(x.seq / 1000 / 1000.0)), x.actor, x.person_id,
       x.verb, x.activity, coalesce(${deckSql('x.decks', 'deck', 't.id')},
         ${deckSql('x.prompts', 'prompt', 't.deck_id')}),
       x.registration, x.success, x.completion, x.scaled, x.duration_ms
     from (
       select origin.seq + x.counted as seq, x.*
       from (select ${originSql[seqs]} as seq) origin, unnest($2::bigint[], $3::timestamptz[],
         $4::bigint[], $5::uuid[], $6::bigint[], $7::bigint[], $8::text[], $9::text[], $10::uuid[],
         $11::boolean[], $12::boolean[], $13::double precision[], $14::bigint[])
         as x(counted, at, actor, person_id, verb, activity, decks, prompts, registration, success,
           completion, scaled, duration_ms)
       where origin.seq is not null
     ) x
     where ${countsSql[seqs]}
       and (x.person_id is null or not exists (select from person p
         where p.tenant_id = $1 and p.id = x.person_id and p.is_test))`,
    [
      db.tenantId,
      arrayOf(facts, ({ seq }) => seq),
      arrayOf(facts, ({ at }) => at?.toISOString()),
      arrayOf(facts, ({ actor }) => actor),
      arrayOf(facts, ({ personId }) => personId),
      arrayOf(facts, ({ verb }) => verb),
      arrayOf(facts, ({ activity }) => activity),
      idsOf('deck'),
      idsOf('prompt'),
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

/** Answers whether they are stored now. */
export async function insertTerms(
  db: LrsTransaction,
  terms: readonly Term[],
  seqs: FactSeqs,
): Promise<boolean> {
  const unique = [...new Map(terms.map((term) => [term.key, term])).values()];
  // In one order, so that two tenants' writers never wait for one another's pages in turn.
  unique.sort((a, b) => a.key - b.key);
  const { rows } = await db.query<{ ok: boolean }>(
    `with origin as (select ${originSql[seqs]} is not null as ok),
     added as (
       insert into lrs_term (tenant_id, key, kind, text)
       select $1, x.* from unnest($2::bigint[], $3::text[], $4::text[]) as x(key)
       where (select ok from origin) on conflict do nothing
     ) select ok from origin`,
    [
      db.tenantId,
      unique.map(({ key }) => key),
      unique.map(({ kind }) => kind),
      // PostgreSQL keeps no U+0000 in texts.
      unique.map(({ text }) => text.replaceAll('\0', '')),
    ],
    'kept',
  );
  return rows[0]?.ok === true;
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
