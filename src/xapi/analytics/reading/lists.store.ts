import type { TenantDb } from '../../../platform/database/database.ts';
import { type Outcome, outcomeColumns } from './series.store.ts';
import { type FactFilter, factSource, itemSource } from './source.store.ts';

/** After the row of this count and id, in a list of the most first. */
export interface After<I> {
  count: number;
  id: I;
}

interface Range<I> {
  after: After<I> | undefined;
  limit: number;
}

export interface LearnerRow extends Outcome {
  actor: number;
  personId: string | null;
  /** How statements identify them. */
  agent: string | null;
  displayName: string | null;
  lastDay: string;
}

export async function listLearners(
  db: TenantDb,
  filter: FactFilter,
  { after, limit }: Range<number>,
): Promise<LearnerRow[]> {
  const { text, values, parameter } = factSource(db.tenantId, filter);
  const { rows } = await db.query<LearnerRow>(
    `${text}, listed as (
       select actor, (array_agg(person_id))[1] as "personId", max(day)::text as "lastDay",
         ${outcomeColumns} from fact group by actor)
     select l.*, t.text as agent, p.display_name as "displayName" from listed l
     left join lrs_term t on t.tenant_id = $1 and t.key = l.actor
     left join person p on p.tenant_id = $1 and p.id = l."personId"
     ${after ? `where (l.statements, -l.actor) < (${parameter(after.count)}, -${parameter(after.id)}::bigint)` : ''}
     order by l.statements desc, l.actor limit ${parameter(limit)}`,
    values,
  );
  return rows;
}

export interface NamedRow extends Outcome {
  id: string;
  name: string | null;
}

export async function listDeckOutcomes(
  db: TenantDb,
  filter: FactFilter,
  { after, limit }: Range<string>,
): Promise<NamedRow[]> {
  const { text, values, parameter } = factSource(db.tenantId, filter);
  const { rows } = await db.query<NamedRow>(
    `${text}, listed as (select deck_id as id, ${outcomeColumns} from fact group by deck_id)
     select l.*, d.path as name from listed l
     join deck d on d.tenant_id = $1 and d.id = l.id
     ${after ? pageAfter(after, parameter) : ''}
     order by l.statements desc, l.id limit ${parameter(limit)}`,
    values,
  );
  return rows;
}

/** By groups as they are now; somebody in two counts in both. */
export async function listGroupOutcomes(
  db: TenantDb,
  filter: FactFilter,
  { after, limit }: Range<string>,
): Promise<NamedRow[]> {
  const { text, values, parameter } = factSource(db.tenantId, filter);
  const { rows } = await db.query<NamedRow>(
    `${text}, listed as (
       select m.group_id as id, ${outcomeColumns} from fact f
       join membership m on m.tenant_id = $1 and m.person_id = f.person_id group by m.group_id)
     select l.*, g.name from listed l join person_group g on g.tenant_id = $1 and g.id = l.id
     ${after ? pageAfter(after, parameter) : ''}
     order by l.statements desc, l.id limit ${parameter(limit)}`,
    values,
  );
  return rows;
}

function pageAfter({ count, id }: After<string>, parameter: (value: unknown) => string): string {
  const [counted, last] = [parameter(count), parameter(id)];
  return `where l.statements < ${counted} or (l.statements = ${counted} and l.id > ${last}::uuid)`;
}

export interface ItemRow {
  activity: number;
  activityId: string | null;
  /** Latest definition, as JSON. */
  deckId: string | null;
  answers: number;
  wrong: number;
  spentMs: number;
  /** Wrong answers of a million. */
  wrongMillionths: number;
}

/** Items by their share of wrong answers, most first. */
export async function listHardestItems(
  db: TenantDb,
  filter: FactFilter & { minAnswers: number },
  { after, limit }: Range<number>,
): Promise<ItemRow[]> {
  const { text, values, parameter } = itemSource(db.tenantId, filter);
  const { rows } = await db.query<ItemRow>(
    `${text}, counted as (
       select activity, (array_agg(deck_id order by day desc))[1] as deck_id,
         sum(statements)::bigint as answers, sum(failed)::bigint as wrong,
         sum(duration_ms)::bigint as "spentMs",
         (sum(failed) * 1000000 / sum(statements))::bigint as "wrongMillionths"
       from fact group by activity having sum(statements) >= ${parameter(filter.minAnswers)})
     select c.activity, t.text as "activityId", d.id as "deckId", c.answers, c.wrong,
       c."spentMs", c."wrongMillionths"
     from counted c left join lrs_term t on t.tenant_id = $1 and t.key = c.activity
     left join deck d on d.tenant_id = $1 and d.id = c.deck_id
     ${after ? `where (c."wrongMillionths", -c.activity) < (${parameter(after.count)}, -${parameter(after.id)}::bigint)` : ''}
     order by c."wrongMillionths" desc, c.activity limit ${parameter(limit)}`,
    values,
  );
  return rows;
}

export interface VerbRow {
  verb: string | null;
  statements: number;
  learners: number;
}

const VERBS_MAX = 200;

/** Verbs by how many learners did it, most first; 200 at most. */
export async function listVerbs(db: TenantDb, filter: FactFilter): Promise<VerbRow[]> {
  const { text, values } = factSource(db.tenantId, filter);
  const { rows } = await db.query<VerbRow>(
    `${text}, listed as (
       select verb, sum(statements)::bigint as statements, count(distinct actor) as learners
       from fact group by verb)
     select t.text as verb, l.statements, l.learners from listed l
     left join lrs_term t on t.tenant_id = $1 and t.key = l.verb
     order by l.learners desc, l.statements desc, l.verb limit ${VERBS_MAX}`,
    values,
  );
  return rows;
}

/** Of each step, how many learners did it and every step before it, in any order of time. */
export async function readFunnel(
  db: TenantDb,
  filter: FactFilter,
  verbs: readonly number[],
): Promise<number[]> {
  const { text, values, parameter } = factSource(db.tenantId, filter);
  const steps = verbs.map((verb, i) => ({
    did: `bool_or(verb = ${parameter(verb)})`,
    as: `s${i}`,
  }));
  const reached = steps.map(
    (_, i) =>
      `count(*) filter (where ${steps
        .slice(0, i + 1)
        .map(({ as }) => as)
        .join(' and ')})`,
  );
  const { rows } = await db.query<{ counts: string[] }>(
    `${text}, did as (
       select ${steps.map(({ did, as }) => `${did} as ${as}`).join(', ')} from fact group by actor)
     select array[${reached.join(', ')}]::text[] as counts from did`,
    values,
  );
  return (rows[0]?.counts ?? []).map(Number);
}
