import { createRequire } from 'node:module';

/** Finds packages that only conformance has. */
export const peers = createRequire(new URL('../../peers/package.json', import.meta.url));
