import type { Service } from '../services/services.ts';
import type { Group } from './lanes.ts';

/** Tests that run in one process against the same services. */
export interface TestGroup extends Group {
  needs: Service[];
  /** Whether the compiled hub must be there. */
  built: boolean;
  includes(file: string): boolean;
}

const isBrowser = (file: string) => file.includes('.browser.test.');
const isProcess = (file: string) => file.includes('.process.test.');
/** Tests of what only a real PostgreSQL or Redis does. */
const isServer = (file: string) => /\.(postgres|redis)\.test\./.test(file);
const isDatabase = (file: string) => file.includes('.db.test.');

/** By the name of a test file: where it runs. Files named `*.db.test.ts` run on both databases. */
export const groups: TestGroup[] = [
  {
    name: 'pglite',
    title: 'Pure functions, and the embedded database',
    needs: [],
    built: false,
    minutes: 5,
    includes: (file) => !isBrowser(file) && !isProcess(file) && !isServer(file),
  },
  {
    name: 'postgres',
    title: 'PostgreSQL and Redis',
    needs: ['postgres', 'redis'],
    built: false,
    minutes: 3,
    includes: (file) => isDatabase(file) || isServer(file),
  },
  {
    name: 'browser',
    title: 'Chromium',
    needs: ['postgres', 'redis', 'chromium'],
    built: true,
    minutes: 2,
    includes: isBrowser,
  },
  {
    name: 'process',
    title: 'Hub processes',
    needs: ['postgres', 'redis', 'chromium'],
    built: true,
    minutes: 8,
    includes: isProcess,
  },
];
