import type { StoredStatement } from '../../store.ts';
import type { LrsTransaction } from '../database.ts';
import { type Seq, storedAt } from '../sequence.ts';
import { findSeqs } from './find-seqs.ts';
import { inIndexOrder } from './index-order.ts';
import { type Listing, listingAfter } from './listing.ts';

interface StatementRow {
  seq: Seq | string;
  id: string;
  voided: boolean;
  has_timestamp: boolean;
  json: string;
}

export interface PlacedStatement extends StoredStatement {
  seq: Seq;
}

const COLUMNS = 'seq, id, voided, has_timestamp, json';

export async function findStatement(
  db: LrsTransaction,
  id: string,
): Promise<StoredStatement | undefined> {
  const { rows } = await db.query<StatementRow>(
    `select ${COLUMNS} from statement where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
    'kept',
  );
  return rows[0] && placedOf(rows[0]);
}

/** A page, and what is left to list after it. */
export async function findPage(
  db: LrsTransaction,
  listing: Listing,
): Promise<{ statements: PlacedStatement[]; rest: Listing | undefined }> {
  // One more than asked for tells whether there are more.
  const more = { ...listing, limit: listing.limit + 1 };
  const rows = await (listing.conditions.length === 0 ? readAny(db, more) : readFound(db, more));
  const statements = rows.slice(0, listing.limit).map(placedOf);
  const last = statements.at(-1);
  return {
    statements,
    rest: last && rows.length > listing.limit ? listingAfter(listing, last.seq) : undefined,
  };
}

function readAny(db: LrsTransaction, { from, before, ascending, limit }: Listing) {
  return inIndexOrder<StatementRow>(
    db,
    `select ${COLUMNS} from statement
     where tenant_id = $1 and seq >= $2 and seq < $3 and not voided
     order by seq ${ascending ? 'asc' : 'desc'} limit $4`,
    [db.tenantId, from, before, limit],
  );
}

async function readFound(db: LrsTransaction, listing: Listing) {
  const seqs = await findSeqs(db, listing);
  if (seqs.length === 0) return [];
  const { rows } = await db.query<StatementRow>(
    `select s.* from unnest($2::bigint[]) with ordinality as x(seq, place) cross join lateral (
       select ${COLUMNS} from statement s where s.tenant_id = $1 and s.seq = x.seq limit 1) s
     order by x.place`,
    [db.tenantId, seqs],
    'kept',
  );
  return rows;
}

function placedOf({ seq: place, id, voided, has_timestamp, json }: StatementRow): PlacedStatement {
  const seq = Number(place);
  const stored = storedAt(seq);
  const time = stored.toISOString();
  const timestamp = has_timestamp ? '' : `,"timestamp":"${time}"`;
  return { seq, id, json: `${json.slice(0, -1)}${timestamp},"stored":"${time}"}`, stored, voided };
}
