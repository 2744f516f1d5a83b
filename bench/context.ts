import type { ImportedHubs } from './import/imported-hubs.ts';

/** What parts run with. */
export interface Bench {
  /** Settings of a hub on PostgreSQL, each time on a new and empty database. */
  postgres(): Promise<Record<'DATABASE_URL' | 'MIGRATE_DATABASE_URL', string>>;
  /** Made at the first call and shared by the parts. */
  imported: ImportedHubs;
}

/** Measures and answers tables. */
export type Part = (bench: Bench) => Promise<string[]>;
