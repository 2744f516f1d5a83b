import {
  type AttachmentStore,
  attachmentsOf,
  type OutgoingPart,
  type PlacedStatement,
  type Statement,
  type Version,
  writeMultipart,
} from '@crosswalk/xapi-lrs';
import type { Outbound } from '../../platform/outbound/outbound.ts';
import { OutboundError } from '../../platform/outbound/outbound-error.ts';
import { type RemoteLrs, requestHeaders } from '../remote/remote-lrs.ts';

/** What became of a batch. */
export type Delivery =
  | { kind: 'taken' }
  /** The other LRS will not have these statements, now or later. */
  | { kind: 'refused'; status: number; reason: string }
  /** It could not answer for them now. */
  | { kind: 'failed'; reason: string; retryAfterMs: number | undefined };

interface Sending {
  outbound: Outbound;
  attachments: AttachmentStore;
  remote: RemoteLrs;
  tenantId: string;
  statements: readonly PlacedStatement[];
  signal: AbortSignal;
}

const TIMEOUT_MS = 60_000;
const ATTACHMENTS_TIMEOUT_MS = 15 * 60_000;
const ANSWER_BYTES = 2 ** 20;
const REASON_CHARACTERS = 500;

/** Statements themselves are wrong, too large together, or others have their ids. */
const refusals: readonly number[] = [400, 409, 413, 415, 422];

/** POSTs statements as one batch, which the other LRS takes whole or not at all. */
export async function sendStatements(sending: Sending): Promise<Delivery> {
  const { outbound, remote, signal } = sending;
  const { headers, body, timeoutMs } = bodyOf(sending);
  try {
    const response = await outbound.fetch(`${remote.endpoint}/statements`, {
      method: 'POST',
      headers: { ...requestHeaders(remote), ...headers },
      body,
      signal,
      timeoutMs,
      maxBytes: ANSWER_BYTES,
    });
    if (response.ok) {
      await response.body?.cancel();
      return { kind: 'taken' };
    }
    const reason = (await response.text()).slice(0, REASON_CHARACTERS).replaceAll('\0', '');
    const told = `${response.status} ${reason || response.statusText}`;
    if (refusals.includes(response.status)) {
      return { kind: 'refused', status: response.status, reason: told };
    }
    return { kind: 'failed', reason: told, retryAfterMs: retryAfterOf(response.headers) };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof OutboundError)) throw error;
    return { kind: 'failed', reason: error.message, retryAfterMs: undefined };
  }
}

function bodyOf({ statements, remote, attachments, tenantId }: Sending) {
  const parsed = statements.map(({ json }): Statement => JSON.parse(json));
  const json = JSON.stringify(parsed.map((statement) => adapted(statement, remote.version)));
  const named = new Map(
    parsed
      .flatMap(attachmentsOf)
      .map(({ attachment }) => [attachment.sha2.toLowerCase(), attachment]),
  );
  if (named.size === 0) {
    const headers = { 'Content-Type': 'application/json' };
    return { headers, body: json, timeoutMs: TIMEOUT_MS };
  }
  async function* parts(): AsyncGenerator<OutgoingPart> {
    for (const [sha2, { contentType }] of named) {
      const content = await attachments.get(tenantId, sha2);
      if (!content) continue;
      const headers = {
        'Content-Type': contentType,
        'Content-Transfer-Encoding': 'binary',
        'X-Experience-API-Hash': sha2,
      };
      yield { headers, content };
    }
  }
  const { contentType, content } = writeMultipart(json, parts());
  const headers = { 'Content-Type': contentType };
  return { headers, body: content, timeoutMs: ATTACHMENTS_TIMEOUT_MS };
}

/**
 * `stored` is the receiver's to set (xAPI 1.0.3 data 2.4.8). It gets the version too where ours is of
 * another generation: 1.0.x refuses "2.0.0".
 */
function adapted({ stored: _, version, ...statement }: Statement, spoken: Version): Statement {
  const isSpoken = version?.split('.')[0] === spoken.split('.')[0];
  return { ...statement, ...(version !== undefined && isSpoken && { version }) };
}

/** RFC 9110 10.2.3: seconds or a date. */
function retryAfterOf(headers: Headers): number | undefined {
  const text = headers.get('Retry-After');
  if (text === null) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), 86_400_000) : undefined;
}
