import type { AnswerBody } from '../hub/attempt-tracking.ts';
import type { Sending } from '../hub/outbox.ts';

/** What the hub has not acknowledged yet. */
export interface Backlog {
  /** A test that the hub has not heard the end of; `completedAt` in ms since 1970. */
  attempt: { id: string; completedAt: number | null } | null;
  answers: readonly AnswerBody[];
  /** Study. */
  sendings: readonly Sending[];
}

/** What a learning platform keeps for us between two launches. */
export interface Kept extends Backlog {
  /** The player's own state. */
  state: string;
}

/** Says that the text is ours; without `~`, which separates entries. */
const MARK = 'cw1';
const RATINGS = ['again', 'hard', 'good', 'easy'];

/**
 * Never longer than `limit` characters, ASCII that any platform keeps. What does not fit is left
 * out, the newest first: `isWhole` says whether all is there.
 */
export function packKept(kept: Kept, limit: number): { text: string; isWhole: boolean } {
  const { state, attempt, answers, sendings } = kept;
  const end = attempt?.completedAt;
  let text = [
    ...[MARK, state, attempt ? shortId(attempt.id) : ''],
    typeof end === 'number' ? end.toString(36) : '',
  ].join('~');
  if (text.length > limit) return { text: '', isWhole: false };
  for (const entry of [...answers.map(answerEntry), ...sendings.map(sendingEntry)]) {
    if (text.length + 1 + entry.length > limit) return { text, isWhole: false };
    text += `~${entry}`;
  }
  return { text, isWhole: true };
}

/** Of a text that is not ours, nothing; what a platform has cut off or changed is left out. */
export function unpackKept(text: string): Kept {
  const [mark, state = '', attemptId = '', completedAt = '', ...entries] = text.split('~');
  const answers: AnswerBody[] = [];
  const sendings: Sending[] = [];
  if (mark !== MARK) return { state: '', attempt: null, answers, sendings };
  for (const entry of entries) {
    const fields = entry.slice(1).split('.');
    if (entry.startsWith('a')) answers.push(...legible(() => readAnswer(fields)));
    else sendings.push(...legible(() => readSending(entry.charAt(0), fields)));
  }
  const [attempt = null] = legible(() => ({
    id: longId(attemptId),
    completedAt: completedAt ? Number.parseInt(completedAt, 36) : null,
  }));
  return { state, attempt, answers, sendings };
}

function answerEntry({ id, promptId, response, correct, latencyMs }: AnswerBody): string {
  const mark = correct === null ? '-' : Number(correct);
  return `a${[shortId(id), shortId(promptId), mark, latencyMs.toString(36), escaped(response)].join('.')}`;
}

function readAnswer([id = '', promptId = '', mark, latency = '', response = '']: string[]) {
  return {
    ...{ id: longId(id), promptId: longId(promptId), answeredAt: timeOf(id) },
    ...{ correct: mark === '-' ? null : mark === '1', latencyMs: Number.parseInt(latency, 36) },
    response: decodeURIComponent(response),
  };
}

function sendingEntry(sending: Sending): string {
  if (sending.kind === 'undo') return `u${shortId(sending.reviewId)}`;
  if (sending.kind === 'mark') return `m${shortId(sending.promptId)}.${sending.action}`;
  const { id, promptId, rating, latencyMs } = sending.body;
  const fields = [shortId(id), shortId(promptId), RATINGS.indexOf(rating), latencyMs.toString(36)];
  return `r${fields.join('.')}`;
}

function readSending(
  kind: string,
  [id = '', second = '', rating, latency = '']: string[],
): Sending {
  if (kind === 'u') return { kind: 'undo', reviewId: longId(id) };
  if (kind === 'm') return { kind: 'mark', promptId: longId(id), action: second };
  const body = {
    ...{ id: longId(id), promptId: longId(second), rating: RATINGS[Number(rating)] ?? 'again' },
    ...{ reviewedAt: timeOf(id), latencyMs: Number.parseInt(latency, 36) },
  };
  return { kind: 'review', id: body.id, body };
}

function legible<T>(read: () => T): T[] {
  try {
    return [read()];
  } catch {
    return [];
  }
}

const ID_CHARS = 22;

/** A UUID in 22 characters of base64url instead of 36. */
function shortId(uuid: string): string {
  const bytes = uuid.replaceAll('-', '').replace(/../g, (hex) => `${char(hex)}`);
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function char(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

function longId(short: string): string {
  if (short.length !== ID_CHARS) throw new RangeError('no id');
  const bytes = atob(short.replaceAll('-', '+').replaceAll('_', '/'));
  const hex = Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join(
    '',
  );
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** RFC 9562 5.7: what the player does has an id that begins with its time. */
function timeOf(short: string): string {
  const ms = Number.parseInt(longId(short).replaceAll('-', '').slice(0, 12), 16);
  return new Date(ms).toISOString();
}

function escaped(response: string): string {
  const wellFormed = response.replace(/\p{Cs}/gu, '\ufffd');
  return encodeURIComponent(wellFormed).replaceAll('.', '%2E').replaceAll('~', '%7E');
}
