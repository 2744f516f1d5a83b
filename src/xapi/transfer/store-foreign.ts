import {
  checkStatement,
  ErasedActorError,
  type JsonObject,
  type PostgresStore,
  type PreparedStatement,
  prepareStatement,
  StatementConflictError,
  VoidingRefusedError,
  XapiError,
} from '@crosswalk/xapi-lrs';
import { deterministicUuid } from '../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { knownIds } from './known-statements.store.ts';
import { addReports, emptyReport, failedAt, type TransferReport } from './transfer-report.ts';

/** A statement that another LRS had. */
export interface ForeignStatement {
  /** Where it stands, for the report. */
  at: string;
  input: unknown;
}

export interface Provenance {
  /** Of statements without an authority, and of all unless theirs is kept. */
  authority: JsonObject;
  keepAuthority: boolean;
  /** `sha2` of contents that came along. */
  contents?: ReadonlySet<string>;
}

type Prepared = { at: string; statement: PreparedStatement };

/** Checks statements and takes them apart; those that break a rule go into the report. */
export function prepareForeign(
  statements: readonly ForeignStatement[],
  provenance: Provenance,
): { prepared: Prepared[]; report: TransferReport } {
  let report = emptyReport();
  const prepared = statements.flatMap(({ at, input }) => {
    try {
      return [{ at, statement: prepare(input, provenance) }];
    } catch (error) {
      if (!(error instanceof XapiError)) throw error;
      const { message, pointer } = error.complaint;
      report = addReports(report, failedAt(at, pointer ? `${pointer}: ${message}` : message));
      return [];
    }
  });
  return { prepared, report };
}

/**
 * `stored` is set anew, as the standard asks of an LRS (xAPI 1.0.3 data 2.4.8); where it is all that
 * tells when the statement was made, it becomes the timestamp (2.4.7).
 * @throws XapiError 400
 */
function prepare(
  input: unknown,
  { authority, keepAuthority, contents }: Provenance,
): PreparedStatement {
  const version = versionOf(input);
  const { stored, ...statement } = checkStatement(input, version);
  const timestamp = statement.timestamp ?? stored;
  // The same file again finds the same id.
  const ms = Math.max(0, Math.trunc(Date.parse(timestamp ?? '')) || 0);
  return prepareStatement(
    { ...statement, ...(timestamp !== undefined && { timestamp }) },
    {
      id: statement.id ?? deterministicUuid(ms, JSON.stringify(input)),
      version,
      authority: keepAuthority && statement.authority ? statement.authority : authority,
      ...(contents && { contents }),
    },
  );
}

/** Each statement keeps the rules of its own version; without one it is of 1.0 (xAPI 1.0.3 data 2.4.10). */
function versionOf(input: unknown) {
  const version =
    typeof input === 'object' && input !== null && 'version' in input && input.version;
  return typeof version === 'string' && version.startsWith('2.') ? '2.0.0' : '1.0.3';
}

/** Whether a single statement is why a batch is refused. */
function isOfOne(
  error: unknown,
): error is StatementConflictError | VoidingRefusedError | ErasedActorError {
  return [StatementConflictError, VoidingRefusedError, ErasedActorError].some(
    (kind) => error instanceof kind,
  );
}

/** Stores what can be stored, in the caller's transaction, and tells what became of each. */
export async function storeForeign(
  db: TenantDb,
  store: Pick<PostgresStore, 'append'>,
  prepared: readonly Prepared[],
): Promise<TransferReport> {
  const known = await knownIds(
    db,
    prepared.map(({ statement }) => statement.id),
  );
  const left = [...prepared];
  let report = emptyReport();
  for (let isDone = false; !isDone; ) {
    try {
      await store.append(
        db,
        left.map(({ statement }) => statement),
      );
      isDone = true;
    } catch (error) {
      if (!isOfOne(error)) throw error;
      const [refused] = left.splice(error.index, 1);
      report = addReports(report, failedAt(refused?.at ?? '', error.message));
    }
  }
  const added = new Set(left.map(({ statement }) => statement.id).filter((id) => !known.has(id)));
  return addReports(report, {
    ...emptyReport(),
    new: added.size,
    unchanged: left.length - added.size,
  });
}
