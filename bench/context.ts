import type { Service } from '../tools/services/services.ts';
import type { ImportedHubs } from './import/imported-hubs.ts';

export type PostgresSettings = Record<'DATABASE_URL' | 'MIGRATE_DATABASE_URL', string>;

/** What parts run with. */
export interface Bench {
  /** Settings of a hub on PostgreSQL, each time on a new and empty database. */
  postgres(): Promise<PostgresSettings>;
  postgresAndRedis(): Promise<PostgresSettings & Record<'REDIS_URL', string>>;
  /** Made at the first call and shared by the parts. */
  imported: ImportedHubs;
  /** Ends every process that a part has started, and so the part. */
  stop: AbortSignal;
}

export interface Part {
  services: Service[];
  /** Measures and answers tables. */
  run(bench: Bench): Promise<string[]>;
}
