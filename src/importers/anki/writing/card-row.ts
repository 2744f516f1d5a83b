import type { ImportedCardState } from '../../../core/study/imported-history.ts';
import type { MemorySnapshot } from '../../../core/study/memory.ts';
import { DAY } from './collection-state.ts';
import { numberFrom, type Source, textFrom } from './source-value.ts';

/** The columns of `cards` that tell a schedule. */
export interface Schedule {
  mod: number;
  type: number;
  queue: number;
  due: number;
  ivl: number;
  factor: number;
  reps: number;
  lapses: number;
  left: number;
  odue: number;
  flags: number;
  data: string;
}

const TYPES = { new: 0, learning: 1, review: 2, relearning: 3 } as const;
const FLAG_BITS = 7;
/** Larger numbers in `due` are Unix seconds, smaller ones days or positions. */
const SECONDS_FROM = 1_000_000_000;

/** A card that nobody has studied. What its importer's schedule was is nobody else's business. */
export function newSchedule(source: Source, position: number): Schedule {
  const wasNew = numberFrom(source, 'type') === 0;
  return {
    mod: numberFrom(source, 'mod') ?? 0,
    type: 0,
    queue: 0,
    due: wasNew ? (numberFrom(source, 'due') ?? position) : position,
    ivl: 0,
    factor: 0,
    reps: 0,
    lapses: 0,
    left: 0,
    odue: 0,
    flags: 0,
    data: (wasNew ? textFrom(source, 'data') : undefined) ?? '',
  };
}

/**
 * A person's state of a card. Where nothing has happened since the card came from Anki, its row is
 * written as it was; else the FSRS state goes into `data`, and due days count from `created`.
 */
export function scheduleOf(state: ImportedCardState, source: Source, created: number): Schedule {
  const original = originalSchedule(source, created);
  const schedule =
    original && isUnchanged(original, state.memory, created)
      ? original
      : madeSchedule(state.memory, source, created);
  return {
    ...schedule,
    queue: queueOf(schedule, state.suspended),
    flags: (schedule.flags & ~FLAG_BITS) | (state.flag & FLAG_BITS),
  };
}

function queueOf({ type, queue }: Schedule, suspended: boolean): number {
  if (suspended) return -1;
  if (queue !== -1) return queue;
  return type === 0 ? 0 : type === 2 ? 2 : 1;
}

function originalSchedule(source: Source, created: number): Schedule | undefined {
  const n = (key: string) => numberFrom(source, key) ?? 0;
  if (numberFrom(source, 'type') === undefined) return undefined;
  // A card on loan to a filtered deck goes home.
  const own = n('odid') !== 0 && n('odue') !== 0 ? n('odue') : n('due');
  const days = Math.round(((numberFrom(source, 'crt') ?? created) - created) / DAY);
  return {
    mod: n('mod'),
    type: n('type'),
    queue: n('queue'),
    due: n('type') === 0 || own >= SECONDS_FROM ? own : own + days,
    ivl: n('ivl'),
    factor: n('factor'),
    reps: n('reps'),
    lapses: n('lapses'),
    left: n('left'),
    odue: 0,
    flags: n('flags'),
    data: textFrom(source, 'data') ?? '',
  };
}

function isUnchanged(
  original: Schedule,
  memory: MemorySnapshot | undefined,
  created: number,
): boolean {
  if (!memory) return original.type === 0;
  const due = original.due >= SECONDS_FROM ? original.due : created + original.due * DAY;
  return (
    original.type === TYPES[memory.state] &&
    original.reps === memory.reps &&
    original.lapses === memory.lapses &&
    Math.max(0, original.ivl) === memory.scheduledDays &&
    Math.abs(due - memory.due / 1000) < DAY / 2
  );
}

function madeSchedule(
  memory: MemorySnapshot | undefined,
  source: Source,
  created: number,
): Schedule {
  const fresh = newSchedule(source, numberFrom(source, 'due') ?? 0);
  if (!memory || memory.state === 'new') return fresh;
  const type = TYPES[memory.state];
  const seconds = Math.round(memory.due / 1000);
  return {
    ...fresh,
    type,
    queue: type === 2 ? 2 : 1,
    due: type === 2 ? Math.round((seconds - created) / DAY) : seconds,
    ivl: Math.round(memory.scheduledDays),
    factor: numberFrom(source, 'factor') || 2500,
    reps: memory.reps,
    lapses: memory.lapses,
    // Steps left today in thousands, and steps left; Anki's two learning steps, one for relearning.
    left: type === 2 ? 0 : type === 1 && memory.step === 0 ? 2002 : 1001,
    data: JSON.stringify({
      s: memory.stability,
      d: memory.difficulty,
      ...(memory.lastReview === null ? {} : { lrt: Math.round(memory.lastReview / 1000) }),
    }),
  };
}
