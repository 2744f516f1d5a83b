import { generateKeyPair } from 'jose';
import { openPostgres } from '../../platform/database/postgres.ts';
import { watchCommits } from '../../platform/jobs/commit-notices.ts';
import { createJobs } from '../../platform/jobs/jobs.ts';
import { silent } from '../../platform/jobs/testing/test-jobs.ts';
import { createOutbound } from '../../platform/outbound/outbound.ts';
import { scoresHandler } from '../grades/send-scores.ts';
import { createPlatforms } from '../registrations/platforms.ts';
import { createServiceCalls } from '../services/service-call.ts';
import { createAccessTokens } from '../tokens/access-tokens.ts';
import { createTokenCalls } from '../tokens/token-calls.ts';

/** A process that sends scores until it is killed. */
const { databaseUrl, leaseMs } = JSON.parse(process.argv[2] ?? '') as {
  databaseUrl: string;
  leaseMs: number;
};
const database = watchCommits(
  await openPostgres({ url: databaseUrl, poolSize: 5, bypassingRole: 'refuse' }),
);
const { privateKey: key } = await generateKeyPair('RS256');
const outbound = createOutbound({ allow: ['127.0.0.1'] });
const tokenCalls = createTokenCalls();
const userAgent = 'Crosswalk/1';
const tokens = createAccessTokens({
  ...{ outbound, userAgent, onCall: tokenCalls.add },
  toolKeys: { signer: async () => ({ kid: 'k1', key }) },
});
const calls = createServiceCalls({ outbound, tokens, tokenCalls, userAgent, timeoutMs: 300 });
const platforms = createPlatforms({ database });
createJobs({
  ...{ database, log: silent, instance: String(process.pid), concurrency: 2 },
  ...{ leaseMs, pollMs: 200 },
  handlers: [scoresHandler({ database, platforms, calls })],
}).start();
