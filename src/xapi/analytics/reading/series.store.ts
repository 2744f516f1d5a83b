import type { TenantDb } from '../../../platform/database/database.ts';
import { termKey } from '../facts/term-key.ts';
import type { By } from './range.ts';
import { type FactFilter, factSource } from './source.store.ts';

/** Sums of what learners did. */
export interface Outcome {
  /** Different actors. */
  learners: number;
  statements: number;
  /** Attempts that began, ended, were passed and failed, each as statements of these verbs tell. */
  started: number;
  completed: number;
  passed: number;
  failed: number;
  /** Sum of the scaled scores, and of how many. */
  scored: number;
  scaledMillionths: number;
  spentMs: number;
}

const ADL = 'http://adlnet.gov/expapi/verbs/';
const startedVerbs = [`${ADL}attempted`, `${ADL}initialized`];

const of = (...verbs: string[]) =>
  `coalesce(sum(statements) filter (where verb in (${verbs.map((verb) => termKey('verb', verb)).join(', ')})), 0)::bigint`;

/** SQL of an outcome's columns, over the common table `fact`. */
export const outcomeColumns = `count(distinct actor) as learners,
  coalesce(sum(statements), 0)::bigint as statements, ${of(...startedVerbs)} as started,
  ${of(`${ADL}completed`)} as completed, ${of(`${ADL}passed`)} as passed,
  ${of(`${ADL}failed`)} as failed, coalesce(sum(scored), 0)::bigint as scored,
  coalesce(sum(scaled_millionths), 0)::bigint as "scaledMillionths",
  coalesce(sum(duration_ms), 0)::bigint as "spentMs"`;

/** By first day of each bucket in which anything happened; of the whole range under `null`. */
export async function readSeries(
  db: TenantDb,
  filter: FactFilter,
  by: By,
): Promise<Map<string | null, Outcome>> {
  const { text, values, parameter } = factSource(db.tenantId, filter);
  const bucket = `date_trunc(${parameter(by)}, day::timestamp)::date`;
  const { rows } = await db.query<Outcome & { start: string | null }>(
    `${text}, bucketed as (select *, ${bucket} as start from fact)
     select start::text as start, ${outcomeColumns} from bucketed
     group by grouping sets ((start), ())`,
    values,
  );
  return new Map(rows.map(({ start, ...outcome }) => [start, outcome]));
}
