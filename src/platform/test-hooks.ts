import { closeTestDatabase } from './database/test-database.ts';

/** Root hooks of mocha: what tests of one process share is closed at the end. */
export const mochaHooks = {
  async afterAll() {
    await closeTestDatabase();
  },
};
