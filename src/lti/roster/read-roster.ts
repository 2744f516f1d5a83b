import { setTimeout as pause } from 'node:timers/promises';
import type { TenantDb } from '../../platform/database/database.ts';
import type { JobContext } from '../../platform/jobs/job.ts';
import type { DeployedPlatform } from '../registrations/platforms.ts';
import { scopes } from '../scopes.ts';
import { linksOf } from '../services/link-header.ts';
import { jsonOf, type ServiceAnswer, type ServiceCalls } from '../services/service-call.ts';
import { insertServiceCalls } from '../services/service-calls.store.ts';
import { ServiceError } from '../tokens/service-error.ts';
import { parseMembers, type RosterMember } from './members.ts';

const MEMBERS = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json';
/** Asked of platforms, which may send fewer, and some of which would send all at once. */
const PAGE_MEMBERS = 100;
const MAX_PAGES = 2_000;
/** A page that fails is asked for again so often before the sync is put off. */
const TRIES = 4;
const LONGEST_WAIT_MS = 10_000;

interface Reading {
  from: string;
  /** Whether it is the whole roster, and not only what has changed. */
  isWhole: boolean;
  deployed: DeployedPlatform;
  ctx: JobContext;
  /** Keeps a page, in a transaction of the job. */
  take: (db: TenantDb, members: RosterMember[]) => Promise<void>;
}

/**
 * Follows the pages of a roster; one of them is in memory at a time. Answers where the platform will
 * tell of changes (NRPS 2.0 2.4.3), if it does.
 * @throws ServiceError
 */
export async function readRoster(
  { calls }: { calls: ServiceCalls },
  { from, isWhole, deployed, ctx, take }: Reading,
): Promise<{ differences: string | undefined }> {
  const { linkHeaders } = deployed.platform.profile;
  const seen = new Set<string>();
  let differences: string | undefined;
  let next: string | undefined = isWhole ? withLimit(from) : from;
  while (next) {
    if (seen.has(next) || seen.size >= MAX_PAGES) {
      throw new ServiceError('malformed', 'The pages of the roster go in circles');
    }
    seen.add(next);
    const answer = await readPage({ calls }, { url: next, deployed, ctx });
    const members = parseMembers(jsonOf(answer));
    await ctx.transact((db) => take(db, members));
    const links = linksOf(answer.headers.get('Link'), next, linkHeaders);
    differences = links.get('differences') ?? differences;
    next = links.get('next');
  }
  return { differences };
}

/** NRPS 2.0 2.4.1: `limit` is a wish. */
function withLimit(membershipsUrl: string): string {
  if (!URL.canParse(membershipsUrl)) return membershipsUrl;
  const url = new URL(membershipsUrl);
  if (!url.searchParams.has('limit')) url.searchParams.set('limit', String(PAGE_MEMBERS));
  return url.href;
}

async function readPage(
  { calls }: { calls: ServiceCalls },
  { url, deployed, ctx }: Pick<Reading, 'deployed' | 'ctx'> & { url: string },
): Promise<ServiceAnswer> {
  const { platform, deployment } = deployed;
  for (let attempt = 1; ; attempt++) {
    const called = await calls.call({
      target: { platform, deploymentId: deployment.deploymentId },
      ...{ service: 'roster', scopes: [scopes.readMembers], method: 'GET', url },
      ...{ accept: MEMBERS, signal: ctx.signal },
    });
    await ctx.transact((db) => insertServiceCalls(db, deployment, called.calls));
    if (called.answer) return called.answer;
    const error = called.error ?? new ServiceError('malformed', 'no answer');
    const waitMs = Math.max(error.retryAfterMs ?? 0, 250 * 2 ** attempt);
    const isPassing = error.code === 'throttled' || error.code === 'unavailable';
    if (!isPassing || attempt >= TRIES || waitMs > LONGEST_WAIT_MS) throw error;
    await pause(waitMs, undefined, { signal: ctx.signal });
  }
}
