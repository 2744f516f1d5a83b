import type { PlayerContent } from '../../content.ts';
import { type Outcome, type Tracking, TrackingError, type TrackingStart } from '../tracking.ts';
import { parseJson, propertyOf, textOf } from './json.ts';
import { createLrs, type Lrs } from './lrs.ts';
import type { XapiSession } from './session.ts';
import { duration, type Statement, type StatementResult } from './statement.ts';
import { statementWriter } from './statements.ts';

const STATE_ID = 'crosswalk.state';
/** Written whole after each answer, and while the page goes away. */
const STATE_CHARS = 24_000;

/** What outlives the session, as a document of the State resource. */
interface Kept {
  state: string;
  location: string;
  /** cmi5 9.3: completed and passed are said once for a registration. */
  completed: boolean;
  passed: boolean;
}

/** Results as statements of one learner in one registration. */
export function xapiTracking(
  session: XapiSession,
  content: PlayerContent,
  now: () => number,
  lrs: Lrs = createLrs(session),
): Tracking {
  const write = statementWriter(session, content);
  const writing = session.mode === 'normal';
  const startedAt = now();
  let kept: Kept = { state: '', location: '', completed: false, passed: false };
  let isKept = true;
  let hasFailed = false;
  let scaled: number | null = null;
  let unsent: Statement[] = [];
  let underWay: readonly Statement[] = [];

  const keep = (change: Partial<Kept>): void => {
    kept = { ...kept, ...change };
    isKept = false;
  };
  const say = (name: Parameters<typeof write.ofSession>[0], result?: StatementResult): void => {
    unsent.push(write.ofSession(name, now(), result));
  };
  const saveState = async (keepalive: boolean): Promise<void> => {
    if (isKept) return;
    isKept = true;
    try {
      await lrs.writeState(STATE_ID, JSON.stringify(kept), keepalive);
    } catch (error) {
      isKept = false;
      throw error;
    }
  };
  const send = async (statements: readonly Statement[], keepalive: boolean): Promise<void> => {
    if (statements.length === 0) return;
    const drop = (): void => {
      unsent = unsent.filter((statement) => !statements.includes(statement));
    };
    underWay = statements;
    try {
      await lrs.sendStatements(statements, keepalive);
      drop();
    } catch (error) {
      if (error instanceof TrackingError && !error.retry) drop();
      throw error;
    } finally {
      underWay = [];
    }
  };
  const sessionTime = () => ({ duration: duration(now() - startedAt) });
  const scoreOf = (share: number | null): StatementResult =>
    share === null ? {} : { score: { scaled: share, raw: percent(share), min: 0, max: 100 } };

  return {
    async init(): Promise<TrackingStart> {
      kept = keptOf(parseJson((await lrs.readState(STATE_ID)) ?? ''));
      // cmi5 9.3.2: before anything else.
      await lrs.sendStatements([write.ofSession('initialized', now())], false);
      const { mode, masteryScore } = session;
      return {
        learner: null,
        mode,
        state: kept.state,
        location: kept.location,
        ...(masteryScore !== undefined && { masteryScore }),
        limits: { stateChars: STATE_CHARS },
      };
    },
    saveState: async (state) => keep({ state }),
    setLocation: async (location) => keep({ location }),
    progress: async () => {},
    async interaction(interaction) {
      if (writing) unsent.push(write.answered(interaction));
    },
    objective: async () => {},
    async score(share) {
      scaled = Math.min(1, Math.max(0, share));
    },
    async outcome({ completion, success }: Outcome) {
      if (!writing || completion !== 'completed') return;
      // cmi5 9.3: each verb once for a session, and no `failed` after `passed`.
      if (success === 'failed' && !hasFailed && !kept.passed) {
        hasFailed = true;
        say('failed', { ...scoreOf(scaled), success: false, ...sessionTime() });
      }
      if (success === 'passed' && !kept.passed) {
        say('passed', { ...scoreOf(scaled), success: true, ...sessionTime() });
        keep({ passed: true });
      }
      if (!kept.completed) {
        say('completed', { completion: true, ...sessionTime() });
        keep({ completed: true });
      }
    },
    async commit(reason) {
      const keepalive = reason !== 'answer';
      if (!writing) return;
      const sent = send([...unsent], keepalive);
      // When the page goes away, there is no time for one after the other.
      if (!keepalive) await sent;
      await Promise.all([sent, saveState(keepalive)]);
    },
    async finish(way) {
      const rest = unsent.filter((statement) => !underWay.includes(statement));
      const isOver = session.profile === 'cmi5' || kept.completed;
      const last = write.ofSession(isOver ? 'terminated' : 'suspended', now(), sessionTime());
      const saved = writing ? saveState(true) : Promise.resolve();
      // cmi5 9.3.8: nothing is taken after `terminated`.
      if (way === 'exit') await saved.catch(() => {});
      await send([...rest, last], true);
      await saved;
    },
  };
}

function percent(share: number): number {
  return Math.round(share * 10_000) / 100;
}

function keptOf(document: unknown): Kept {
  return {
    state: textOf(propertyOf(document, 'state')) ?? '',
    location: textOf(propertyOf(document, 'location')) ?? '',
    completed: propertyOf(document, 'completed') === true,
    passed: propertyOf(document, 'passed') === true,
  };
}
