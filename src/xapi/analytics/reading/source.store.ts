import { termKey } from '../facts/term-key.ts';
import { ANSWERED } from '../rollups/rollup.store.ts';
import type { DayRange } from './range.ts';

/** Whose facts, and about what. */
export interface FactFilter extends DayRange {
  /** With the decks below it. */
  deckId?: string | undefined;
  groupId?: string | undefined;
  personId?: string | undefined;
}

export interface Source {
  /** SQL of a common table `fact`: sums by day, actor, verb and deck. */
  text: string;
  values: unknown[];
  /** Adds a value, answers how the text names it. */
  parameter(value: unknown): string;
}

const NO_DECK = '00000000-0000-0000-0000-000000000000';
const MEASURES = 'statements, succeeded, failed, scored, scaled_millionths, duration_ms';
const ONE = `1 as statements, (success is true)::int as succeeded, (success is false)::int as failed,
  (scaled is not null)::int as scored,
  coalesce(round(scaled * 1000000), 0)::bigint as scaled_millionths,
  coalesce(duration_ms, 0) as duration_ms`;

/**
 * The days where they are of the time zone asked for, and facts that they do not sum yet; all facts
 * for another time zone. One statement sees one state of both.
 */
export function factSource(tenantId: string, filter: FactFilter): Source {
  return sourceOf(tenantId, filter, {
    days: `select day, actor, person_id, verb, deck_id, ${MEASURES} from lrs_day`,
    facts: `select (at at time zone $4)::date as day, actor, person_id, verb,
      coalesce(deck_id, '${NO_DECK}') as deck_id, ${ONE} from lrs_fact`,
  });
}

/** As `factSource`: answers by day, activity and deck. */
export function itemSource(tenantId: string, filter: FactFilter): Source {
  const where = `verb = ${termKey('verb', ANSWERED)} and success is not null and activity is not null`;
  const ofSome = filter.groupId ?? filter.personId;
  return sourceOf(tenantId, filter, {
    // Days of items do not tell whose answers they are.
    days: ofSome
      ? undefined
      : `select day, activity, null::uuid as person_id, deck_id, ${MEASURES} from lrs_day_item`,
    facts: `select (at at time zone $4)::date as day, activity, person_id,
      coalesce(deck_id, '${NO_DECK}') as deck_id, ${ONE} from lrs_fact`,
    factsWhere: where,
  });
}

function sourceOf(
  tenantId: string,
  { from, to, timeZone, deckId, groupId, personId }: FactFilter,
  { days, facts, factsWhere }: { days: string | undefined; facts: string; factsWhere?: string },
): Source {
  const values: unknown[] = [tenantId, from, to, timeZone];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const conditions = [
    ...(personId ? [`person_id = ${parameter(personId)}`] : []),
    ...(groupId
      ? [
          `person_id in (select m.person_id from membership m
             where m.tenant_id = $1 and m.group_id = ${parameter(groupId)})`,
        ]
      : []),
    ...(deckId ? [`deck_id in (select id from deck_below)`] : []),
  ];
  const and = conditions.map((condition) => ` and ${condition}`).join('');
  const below = deckId
    ? `deck_below as (
         select id from deck where tenant_id = $1 and id = ${parameter(deckId)}
         union all
         select d.id from deck d join deck_below b on d.parent_id = b.id where d.tenant_id = $1),`
    : '';
  const summed = days
    ? `${days} where tenant_id = $1 and day >= $2::date and day <= $3::date
         and (select seq from rolled) > 0${and}
       union all `
    : '';
  const after = days ? 'seq > (select seq from rolled)' : 'true';
  const text = `with recursive ${below} rolled as (
      select coalesce(max(rolled_to), 0) as seq from lrs_rollup
      where tenant_id = $1 and time_zone = $4),
    fact as (${summed}${facts} where tenant_id = $1 and ${after}
      and at >= $2::date::timestamp at time zone $4
      and at < ($3::date + 1)::timestamp at time zone $4
      ${factsWhere ? `and ${factsWhere}` : ''}${and})`;
  return { text, values, parameter };
}
