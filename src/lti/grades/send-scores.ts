import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../../platform/database/database.ts';
import type { JobContext, JobHandler } from '../../platform/jobs/job.ts';
import type { DeployedPlatform, Platforms } from '../registrations/platforms.ts';
import type { ServiceCalls } from '../services/service-call.ts';
import { insertServiceCalls, type RecordedCall } from '../services/service-calls.store.ts';
import { createLineItemFinder } from './find-line-item.ts';
import { forgetLineItemUrl } from './line-item.store.ts';
import { readPause, writePause } from './platform-pause.store.ts';
import { isProbed, isUnanswered, pauseAfter } from './platform-pause.ts';
import { scheduleResults } from './read-results.ts';
import { SCORES_JOB, scheduleScores } from './schedule-scores.ts';
import { isGone, outcomeOf } from './score-answer.ts';
import { type DueScore, type Outcome, settleScores, takeDueScores } from './score-queue.store.ts';
import { sendScore } from './send-score.ts';

export interface ScoresDeps {
  database: Database;
  platforms: Platforms;
  calls: ServiceCalls;
  now?: () => number;
  random?: () => number;
}

/** A platform with much to take lets other jobs have the worker in between. */
const RUN_MS = 20_000;
/** To one platform. */
const MOST_PER_SECOND = 100;
/** Scores that one transaction takes for each one that may be under way. */
const TAKEN = 4;

/** Sends the scores of one deployment whose time has come. */
export function scoresHandler(deps: ScoresDeps): JobHandler {
  return {
    kind: SCORES_JOB,
    maxAttempts: 5,
    waitsForOthers: true,
    share: 0.75,
    async run(job, ctx) {
      // Sound because `queueScoresJob` alone makes these jobs.
      const { deploymentId } = job.payload as { deploymentId: string };
      const deployed = await deps.platforms.byDeployment(deploymentId);
      if (!deployed || !isEnabled(deployed)) return;
      await createRun(deps, deployed, ctx).drain();
      await ctx.complete(async () => undefined);
      // What was queued since the last look found this job still running, and queued none.
      await deps.database.tenant(job.tenantId, (db) => scheduleScores(db, deploymentId));
    },
  };
}

function isEnabled({ platform, deployment }: DeployedPlatform): boolean {
  return platform.registration.isEnabled && deployment.isEnabled;
}

/** Never two of one pair at once: only this run sends for the deployment, and it knows what is under way. */
function createRun(deps: ScoresDeps, deployed: DeployedPlatform, ctx: JobContext) {
  const { now = Date.now, random = Math.random } = deps;
  const { profile } = deployed.platform;
  const { deployment } = deployed;
  const finder = createLineItemFinder(deps, deployed, ctx);
  const end = performance.now() + RUN_MS;
  const waiting: DueScore[] = [];
  const underWay = new Set<string>();
  let outcomes: Outcome[] = [];
  let recorded: RecordedCall[] = [];
  /** Line items that scores have reached. */
  const reached = new Set<string>();
  let pause = { failures: 0, until: null as Date | null };
  let isPauseKnown = true;
  let filling: Promise<void> | undefined;
  let nextSlot = 0;
  let isAnswering = false;

  const isOver = () =>
    performance.now() > end || ctx.signal.aborted || (pause.until?.getTime() ?? 0) > now();

  /** Settles what was answered and takes what comes next, in one transaction. */
  async function turn(limit: number): Promise<void> {
    const [settled, calls, items] = [outcomes, recorded, [...reached]];
    const pauseToKeep = isPauseKnown ? undefined : pause;
    [outcomes, recorded, isPauseKnown] = [[], [], true];
    reached.clear();
    const except = [...underWay, ...waiting.map(({ id }) => id)];
    const taken = await ctx.transact(async (db) => {
      await settleScores(db, settled);
      await insertServiceCalls(db, deployment, calls);
      if (pauseToKeep) await writePause(db, deployment.id, pauseToKeep);
      for (const id of items) await scheduleResults(db, id);
      if (limit === 0) return [];
      return takeDueScores(db, {
        ...{ deploymentId: deployment.id, stepMs: profile.timestampStepMs, except, limit },
        now: new Date(now()),
      });
    });
    waiting.push(...taken);
  }

  async function next(): Promise<DueScore | undefined> {
    if (isOver()) return undefined;
    if (waiting.length === 0) {
      filling ??= turn(profile.parallelScores * TAKEN).finally(() => {
        filling = undefined;
      });
      await filling;
    }
    return isOver() ? undefined : waiting.shift();
  }

  async function sendOne(score: DueScore): Promise<void> {
    const { error, calls } = await sendScore({ deps, deployed, finder, signal: ctx.signal }, score);
    recorded.push(...calls.map((call) => ({ ...call, scoreId: score.id })));
    // A run that is ended from outside has nobody's fault to tell of: the score is sent again.
    if (ctx.signal.aborted) return;
    isAnswering ||= !isUnanswered(error);
    const status = calls.at(-1)?.status ?? error?.status ?? null;
    const outcome = outcomeOf(score, { error, status, now: now(), random: random() });
    outcomes.push(outcome);
    if (outcome.result === 'delivered') reached.add(score.lineItemId);
    const after = pauseAfter(pause, { error, now: now() });
    if (after.failures !== pause.failures || after.until) {
      const until = Math.max(after.until?.getTime() ?? 0, pause.until?.getTime() ?? 0);
      pause = { failures: after.failures, until: until > now() ? new Date(until) : null };
      isPauseKnown = false;
    }
    if (!error || !score.url || !isGone(error)) return;
    const gone = { id: score.lineItemId, url: score.url };
    await ctx.transact((db) => forgetLineItemUrl(db, gone));
  }

  /** A great many scores neither flood their platform nor keep others waiting. */
  async function pace(): Promise<void> {
    const at = performance.now();
    nextSlot = Math.max(at, nextSlot + 1_000 / MOST_PER_SECOND);
    if (nextSlot > at) await wait(nextSlot - at);
  }

  async function lane(): Promise<void> {
    for (let score = await next(); score; score = await next()) {
      underWay.add(score.id);
      await pace();
      try {
        await sendOne(score);
      } finally {
        underWay.delete(score.id);
      }
      // Those under way will tell whether anybody is there.
      if (!isAnswering && underWay.size > 0) return;
    }
  }

  return {
    async drain(): Promise<void> {
      pause =
        (await deps.database.read(deployment.tenantId, (db) => readPause(db, deployment.id))) ??
        pause;
      const lanes = isProbed(pause) ? 1 : profile.parallelScores;
      await Promise.all(Array.from({ length: lanes }, lane));
      ctx.signal.throwIfAborted();
      outcomes.push(...waiting.splice(0).map(untried));
      await turn(0);
    },
  };
}

function untried({ id, version, attemptId, comment }: DueScore): Outcome {
  const told = { id, version, attemptId, comment };
  return { ...told, result: 'untried', nextAt: null, status: null, error: null };
}
