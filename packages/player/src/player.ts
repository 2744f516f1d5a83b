import { batch, type ReadonlySignal, signal } from '@preact/signals';
import { shuffled } from './attempt/order.ts';
import { type AttemptSession, createAttemptSession } from './attempt/session.ts';
import type { PlayerContent } from './content.ts';
import { HubError } from './hub/client.ts';
import { openHub } from './hub/hub.ts';
import type { Launch } from './launch.ts';
import { chooseLanguage, type Language } from './strings/language.ts';
import { localSource } from './study/local-source.ts';
import { createStudySession, type StudySession } from './study/session.ts';
import type { StudySource } from './study/study-source.ts';
import { LaunchError } from './tracking/launch-error.ts';
import { openTracking } from './tracking/open-tracking.ts';
import { createRecorder, type Recorder } from './tracking/recorder.ts';
import type { ApiWindow } from './tracking/scorm/api-search.ts';
import type { Tracking, TrackingStart } from './tracking/tracking.ts';

export type ProblemKind = 'no-content' | 'expired' | 'invalid' | 'failed';

export type Screen =
  | { kind: 'loading' }
  | { kind: 'problem'; problem: ProblemKind; detail: string }
  | { kind: 'empty' }
  | { kind: 'study'; session: StudySession }
  | { kind: 'attempt'; session: AttemptSession }
  | { kind: 'closing' }
  | { kind: 'closed'; saved: boolean };

/** What the learner is told from the start on. */
export type Notice = 'no-api' | 'not-recorded';

/** The whole player: one screen at a time, and what all of them share. */
export interface Player {
  readonly screen: ReadonlySignal<Screen>;
  readonly content: ReadonlySignal<PlayerContent | null>;
  readonly language: ReadonlySignal<Language>;
  readonly notice: ReadonlySignal<Notice | null>;
  readonly recorder: ReadonlySignal<Recorder | null>;
  /** There is an LMS to go back to. */
  readonly canExit: ReadonlySignal<boolean>;
  open(): Promise<void>;
  exit(): Promise<void>;
  /** The page is out of sight; it may not come back. */
  hidden(): void;
  /** The page goes away. */
  leave(): void;
}

export interface PlayerDeps {
  launch: Launch;
  /** Languages the learner prefers, best first. */
  languages: readonly string[];
  /** Where the search for an LMS begins. */
  window: ApiWindow;
  /** The tracking of a shell around the player, which has this origin. */
  platformAt(origin: string): Tracking;
  /** Leaves for a page of the learning platform. */
  goTo(url: string): void;
  now(): number;
  setTimer(run: () => void, ms: number): unknown;
}

export function createPlayer(deps: PlayerDeps): Player {
  const { launch, now, setTimer } = deps;
  const screen = signal<Screen>({ kind: 'loading' });
  const content = signal<PlayerContent | null>(null);
  const language = signal(chooseLanguage(deps.languages));
  const notice = signal<Notice | null>(null);
  const recorder = signal<Recorder | null>(null);
  const canExit = signal(false);
  let returnUrl: string | undefined;

  const show = async (opened: Opened): Promise<void> => {
    const { start } = opened;
    const deck = withMasteryScore(opened.content, start.masteryScore);
    const recording = createRecorder({ tracking: opened.tracking, setTimer });
    batch(() => {
      content.value = deck;
      const wishes = [deck.options.locale, ...deps.languages, deck.language];
      language.value = chooseLanguage(wishes);
      recorder.value = recording;
    });
    if (deck.options.mode === 'test') {
      if (deck.items.length === 0) {
        screen.value = { kind: 'empty' };
        return;
      }
      const session = createAttemptSession({
        content: deck,
        saved: start.state,
        stateChars: start.limits.stateChars,
        recorder: recording,
        now,
        newSeed: () => crypto.getRandomValues(new Uint16Array(1))[0] ?? 0,
      });
      screen.value = { kind: 'attempt', session };
      return;
    }
    const source = opened.source?.(recording) ?? studyLocally(deck, start, recording, now);
    if (!source) {
      screen.value = { kind: 'empty' };
      return;
    }
    const session = createStudySession(source, now);
    await session.next();
    screen.value = { kind: 'study', session };
  };

  return {
    screen,
    content,
    language,
    notice,
    recorder,
    canExit,
    async open() {
      screen.value = { kind: 'loading' };
      try {
        if (launch.tracking === 'hub') {
          const { platformAt } = deps;
          const hub = await openHub({ ...launch, now, setTimer, platformAt });
          returnUrl = hub.returnUrl;
          if (hub.start.mode !== 'normal') notice.value = 'not-recorded';
          canExit.value = hub.hasWayOut;
          await show(hub);
          return;
        }
        if (!launch.content) {
          screen.value = { kind: 'problem', problem: 'no-content', detail: '' };
          return;
        }
        const { content: deck, ...place } = launch;
        const opened = await openTracking(place, { content: deck, window: deps.window, now });
        returnUrl = opened.returnUrl;
        if (launch.tracking !== 'memory' && !opened.reporting) notice.value = 'no-api';
        if (opened.start.mode !== 'normal') notice.value = 'not-recorded';
        canExit.value = opened.reporting;
        await show({ ...opened, content: deck });
      } catch (error) {
        screen.value = problemOf(error);
      }
    },
    async exit() {
      if (!recorder.value) return;
      screen.value = { kind: 'closing' };
      await recorder.value.finish('exit');
      if (returnUrl && recorder.value.delivery.value !== 'lost') {
        deps.goTo(returnUrl);
        return;
      }
      screen.value = { kind: 'closed', saved: recorder.value.delivery.value !== 'lost' };
    },
    hidden: () => recorder.value?.commitNow('hidden'),
    leave() {
      if (launch.tracking === 'hub') recorder.value?.commitNow('end');
      else void recorder.value?.finish('leave');
    },
  };
}

interface Opened {
  content: PlayerContent;
  tracking: Tracking;
  start: TrackingStart;
  /** Where prompts come from, when not from the content. */
  source?: (recorder: Recorder) => StudySource;
}

/** The learning platform's mastery score counts, where it has one. */
function withMasteryScore(content: PlayerContent, masteryScore: number | undefined): PlayerContent {
  if (masteryScore === undefined) return content;
  return { ...content, options: { ...content.options, masteryScore } };
}

/** null: there is nothing to study. */
function studyLocally(
  content: PlayerContent,
  start: TrackingStart,
  recorder: Recorder,
  now: () => number,
): StudySource | null {
  if (content.items.length === 0) return null;
  // The same day and deck give the same order, so a card in view is still there after a reload.
  const order = content.options.shuffle
    ? shuffled(content.items, content.items.length)
    : content.items;
  return localSource({
    content,
    order,
    saved: start.state,
    location: start.location,
    stateChars: start.limits.stateChars,
    recorder,
    now,
  });
}

function problemOf(error: unknown): Screen {
  const detail = error instanceof Error ? error.message : '';
  if (error instanceof LaunchError) return { kind: 'problem', problem: error.problem, detail };
  if (!(error instanceof HubError)) return { kind: 'problem', problem: 'failed', detail };
  if (/expired/.test(error.code) || error.status === 410) {
    return { kind: 'problem', problem: 'expired', detail };
  }
  const problem = error.status >= 400 && error.status < 500 ? 'invalid' : 'failed';
  return { kind: 'problem', problem, detail };
}
