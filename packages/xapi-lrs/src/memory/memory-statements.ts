import type { JsonObject } from '../json.ts';
import { mergeDefinition } from '../rules/definition.ts';
import type {
  MetadataStore,
  PreparedStatement,
  StatementFilter,
  StatementPage,
  StatementStore,
  StoredStatement,
} from '../store.ts';
import { StatementConflictError, VoidingRefusedError } from '../store.ts';
import { createCursors } from './cursor.ts';
import { matches } from './matches.ts';

interface Kept {
  statement: PreparedStatement;
  stored: Date;
}

/** Statements of one tenant by id, in the order in which they came. */
type Statements = Map<string, Kept>;

/** Statements in memory: every question is answered by looking at each of them. */
export function createMemoryStatements(): StatementStore & MetadataStore {
  const tenants = new Map<string, Statements>();
  const cursors = createCursors();
  let told = 0;

  const of = (tenant: string): Statements => tenants.get(tenant) ?? new Map();

  /** Later than each time that was given as stored, or told as consistent. */
  const nextTime = (): Date => {
    told = Math.max(Date.now(), told + 1);
    return new Date(told);
  };

  const page = (tenant: string, filter: StatementFilter, last?: number): StatementPage => {
    const statements = of(tenant);
    const voided = voidedIn(statements);
    const found = [...statements.values()]
      .map((kept, position) => ({ ...kept, position }))
      .filter(({ position }) => last === undefined || isBeyond(position, last, filter))
      .filter((kept) => isWithin(kept, filter) && !voided.has(kept.statement.id))
      .filter(({ statement }) => matches(chainOf(statements, statement), filter));
    if (!filter.ascending) found.reverse();
    const shown = found.slice(0, filter.limit);
    const end = shown.at(-1);
    return {
      statements: shown.map((kept) => toStored(kept, voided)),
      next:
        end && found.length > shown.length
          ? cursors.write({ tenant, filter, last: end.position })
          : undefined,
    };
  };

  return {
    async saveStatements(tenant, batch) {
      const stored = nextTime();
      tenants.set(tenant, withBatch(of(tenant), batch, stored));
      return stored;
    },
    async findStatement(tenant, id) {
      const kept = of(tenant).get(id);
      return kept && toStored(kept, voidedIn(of(tenant)));
    },
    async findStatements(tenant, filter) {
      return page(tenant, filter);
    },
    async continueStatements(tenant, cursor) {
      const position = cursors.read(cursor);
      if (position?.tenant !== tenant) return undefined;
      return page(tenant, position.filter, position.last);
    },
    async consistentThrough() {
      told = Math.max(Date.now(), told);
      return new Date(told);
    },
    async findDefinitions(tenant, activityIds) {
      const asked = new Set(activityIds);
      const found = new Map<string, JsonObject>();
      for (const { statement } of of(tenant).values()) {
        for (const { activityId, definition } of statement.definitions) {
          if (!asked.has(activityId)) continue;
          found.set(activityId, mergeDefinition(found.get(activityId), definition));
        }
      }
      return found;
    },
    async findNames(tenant, ifi) {
      const given = [...of(tenant).values()]
        .flatMap(({ statement }) => statement.names)
        .filter((named) => named.ifi === ifi)
        .map(({ name }) => name);
      return [...new Set(given.reverse())];
    },
  };
}

/** The statements with those of a batch that are new, as if they had come one after another. */
function withBatch(
  statements: Statements,
  batch: readonly PreparedStatement[],
  stored: Date,
): Statements {
  const after = new Map(statements);
  for (const [index, statement] of batch.entries()) {
    const same = after.get(statement.id);
    if (same && same.statement.hash !== statement.hash) {
      throw new StatementConflictError(index, statement.id);
    }
    if (same) continue;
    const target = statement.refersTo && after.get(statement.refersTo);
    if (target && statement.voids && target.statement.voids) {
      throw new VoidingRefusedError(index, target.statement.id);
    }
    after.set(statement.id, { statement, stored });
  }
  return after;
}

/** Ids of voided statements; voiding one that voids is refused, or without effect when it came first. */
function voidedIn(statements: Statements): Set<string> {
  const voided = new Set<string>();
  for (const { statement } of statements.values()) {
    if (!statement.voids || !statement.refersTo) continue;
    if (!statements.get(statement.refersTo)?.statement.voids) voided.add(statement.refersTo);
  }
  return voided;
}

function isWithin({ statement, stored }: Kept, filter: StatementFilter): boolean {
  return (
    (filter.since === undefined || stored > filter.since) &&
    (filter.until === undefined || stored <= filter.until) &&
    (filter.authority === undefined || statement.authority === filter.authority)
  );
}

function isBeyond(position: number, last: number, { ascending }: StatementFilter): boolean {
  return ascending ? position > last : position < last;
}

/** A statement and those that it refers to, directly or through others; they may go in circles. */
function chainOf(statements: Statements, first: PreparedStatement): PreparedStatement[] {
  const chain = new Set<PreparedStatement>();
  for (
    let next: PreparedStatement | undefined = first;
    next && !chain.has(next);
    next = next.refersTo ? statements.get(next.refersTo)?.statement : undefined
  ) {
    chain.add(next);
  }
  return [...chain];
}

function toStored({ statement, stored }: Kept, voided: ReadonlySet<string>): StoredStatement {
  const time = JSON.stringify(stored);
  const timestamp = statement.hasTimestamp ? '' : `,"timestamp":${time}`;
  return {
    id: statement.id,
    json: `${statement.json.slice(0, -1)}${timestamp},"stored":${time}}`,
    stored,
    voided: voided.has(statement.id),
  };
}
