import fc from 'fast-check';
import { closeTestDatabase } from './database/test-database.ts';

// The same inputs in every run: a failure is the change's, not chance's. FC_SEED explores others.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_261_121) });

/** Root hooks of mocha: what tests of one process share is closed at the end. */
export const mochaHooks = {
  async afterAll() {
    await closeTestDatabase();
  },
};
