import { createHmac } from 'node:crypto';
import {
  type BeforeSave,
  type Identifiers,
  type LrsTransaction,
  type PreparedStatement,
  replaceInPrepared,
} from '@crosswalk/xapi-lrs';
import { withVariants } from '../holds/identifiers.ts';
import type { Erasure } from './erasure.store.ts';
import {
  findTombstones,
  hasTombstones,
  insertTombstones,
  type Tombstone,
} from './tombstone.store.ts';

export interface TombstoneDeps {
  hub: string;
  pepper: Uint8Array;
}

/** Tells who was erased, from hashes that only this hub can make. */
export function createTombstones({ hub, pepper }: TombstoneDeps) {
  const hashOf = (tenantId: string, ifi: string) =>
    createHmac('sha256', pepper).update(`erased:${tenantId}:${ifi}`).digest('base64url');

  /** By IFI, of those that were erased. */
  async function find(
    db: LrsTransaction,
    ifis: readonly string[],
  ): Promise<Map<string, Tombstone>> {
    if (ifis.length === 0 || !(await hasTombstones(db))) return new Map();
    const byHash = new Map<string, string[]>();
    for (const ifi of new Set(ifis)) {
      for (const variant of withVariants([ifi])) {
        const hash = hashOf(db.tenantId, variant);
        byHash.set(hash, [...(byHash.get(hash) ?? []), ifi]);
      }
    }
    const found = await findTombstones(db, [...byHash.keys()]);
    return new Map(
      found.flatMap((tombstone) =>
        (byHash.get(tombstone.hash) ?? []).map((ifi) => [ifi, tombstone] as const),
      ),
    );
  }

  const replacement = (pseudonym: string): Identifiers => ({
    account: { homePage: hub, name: pseudonym },
  });

  /** Statements that name the erased again are pseudonymised again, or refused after a purge. */
  const beforeSave: BeforeSave = async (db, statements) => {
    const named = statements.flatMap(({ agents }) => agents.map(({ key }) => key));
    const erased = await find(db, named);
    const instead = new Map<PreparedStatement, PreparedStatement | 'refused'>();
    if (erased.size === 0) return instead;
    for (const statement of statements) {
      const tombstones = statement.agents.flatMap(({ key }) => erased.get(key) ?? []);
      if (tombstones.length === 0) continue;
      const isRefused = tombstones.some(({ mode }) => mode === 'purge');
      instead.set(
        statement,
        isRefused
          ? 'refused'
          : replaceInPrepared(statement, (ifi) => {
              const tombstone = erased.get(ifi);
              return tombstone && replacement(tombstone.pseudonym);
            }),
      );
    }
    return instead;
  };

  return {
    find,
    replacement,
    beforeSave,
    /** From then on nobody is named by these IFIs again; within the tenant's write lock. */
    async raise(db: LrsTransaction, ifis: readonly string[], erasure: Erasure): Promise<void> {
      const hashes = ifis.map((ifi) => hashOf(db.tenantId, ifi));
      await insertTombstones(db, hashes, erasure);
    },
  };
}

export type Tombstones = ReturnType<typeof createTombstones>;
