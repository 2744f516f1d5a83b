import {
  boundaryOf,
  mediaTypeOf,
  type PartFile,
  readBytes,
  readParts,
  receiveFiles,
  XapiError,
} from '@crosswalk/xapi-lrs';
import type { Outbound } from '../../platform/outbound/outbound.ts';
import { OutboundError } from '../../platform/outbound/outbound-error.ts';
import { type RemoteLrs, requestHeaders } from '../remote/remote-lrs.ts';
import type { Pull } from './pull.store.ts';

/** Statements that another LRS has given. */
export interface RemotePage {
  statements: unknown[];
  /** Address of the next page; null after the last. */
  more: string | null;
  /** Contents of attachments by `sha2`, in the folder that was given. */
  files: ReadonlyMap<string, PartFile>;
  /** Until when it has told everything, as it writes it. */
  consistentThrough: string | null;
}

/** The other LRS did not give a page; `status` of its answer, undefined when there was none. */
export class PullFailedError extends Error {
  override name = 'PullFailedError';
  readonly status: number | undefined;
  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

const STATEMENTS_BYTES = 2 ** 26;
const ATTACHMENTS_BYTES = 2 ** 31;
const TIMEOUT_MS = 60_000;
const ATTACHMENTS_TIMEOUT_MS = 15 * 60_000;
const PAGE = 200;
const REASON_CHARACTERS = 500;

/** Address of the first page: oldest first, so that the last one read is where the next run begins. */
export function firstPage({ endpoint, filter, since, attachments }: Pull): string {
  const { agent, related, ...named } = filter;
  const parameters = {
    ascending: 'true',
    limit: String(PAGE),
    ...named,
    ...(agent && { agent: JSON.stringify(agent) }),
    ...(related && { related_agents: 'true', related_activities: 'true' }),
    ...(attachments && { attachments: 'true' }),
    ...(since !== null && { since }),
  };
  return `${endpoint}/statements?${new URLSearchParams(parameters)}`;
}

interface Fetching {
  outbound: Outbound;
  remote: RemoteLrs;
  url: string;
  /** Where contents of attachments are put. */
  folder: string;
  signal: AbortSignal;
}

/** @throws PullFailedError */
export async function fetchPage(fetching: Fetching): Promise<RemotePage> {
  const { outbound, remote, url, signal } = fetching;
  const isLarge = new URL(url).searchParams.get('attachments') === 'true';
  try {
    const response = await outbound.fetch(url, {
      headers: requestHeaders(remote),
      signal,
      timeoutMs: isLarge ? ATTACHMENTS_TIMEOUT_MS : TIMEOUT_MS,
      maxBytes: isLarge ? ATTACHMENTS_BYTES + STATEMENTS_BYTES : STATEMENTS_BYTES,
    });
    if (!response.ok) {
      const reason = (await response.text()).slice(0, REASON_CHARACTERS).replaceAll('\0', '');
      const told = `${response.status} ${reason || response.statusText}`;
      throw new PullFailedError(told, response.status);
    }
    return await readPage(response, fetching);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof OutboundError) throw new PullFailedError(error.message);
    if (error instanceof XapiError) throw new PullFailedError(`answered oddly: ${error.message}`);
    throw error;
  }
}

async function readPage(response: Response, { folder, remote }: Fetching): Promise<RemotePage> {
  const mediaType = mediaTypeOf(response.headers.get('Content-Type') ?? '');
  const source = buffers(response.body);
  const consistentThrough = response.headers.get('X-Experience-API-Consistent-Through');
  if (mediaType.type !== 'multipart/mixed') {
    const result = resultOf(await readBytes(source, STATEMENTS_BYTES), remote.endpoint);
    return { ...result, files: new Map(), consistentThrough };
  }
  const parts = readParts(source, boundaryOf(mediaType));
  const first = await parts.next();
  if (first.done) throw new PullFailedError('answered without statements');
  const result = resultOf(await readBytes(first.value.content, STATEMENTS_BYTES), remote.endpoint);
  const files = await receiveFiles(parts, {
    named: new Set(result.statements.flatMap(namedBy)),
    attachmentBytes: ATTACHMENTS_BYTES,
    folder,
  });
  return { ...result, files, consistentThrough };
}

/** `sha2` of the attachments of a statement that nobody has checked yet, and of its SubStatement. */
function namedBy(input: unknown): string[] {
  if (typeof input !== 'object' || input === null) return [];
  const attachments: unknown = 'attachments' in input ? input.attachments : undefined;
  const own = (Array.isArray(attachments) ? attachments : []).flatMap((attachment: unknown) => {
    const isNamed = typeof attachment === 'object' && attachment !== null && 'sha2' in attachment;
    return isNamed && typeof attachment.sha2 === 'string' ? attachment.sha2.toLowerCase() : [];
  });
  return 'object' in input ? [...own, ...namedBy(input.object)] : own;
}

async function* buffers(body: AsyncIterable<Uint8Array> | null): AsyncGenerator<Buffer> {
  for await (const chunk of body ?? []) yield Buffer.from(chunk);
}

/** A StatementResult (xAPI 1.0.3 data 2.5). */
function resultOf(bytes: Buffer, endpoint: string): Pick<RemotePage, 'statements' | 'more'> {
  const result = parsed(bytes);
  if (typeof result === 'object' && result !== null && 'statements' in result) {
    const { statements } = result;
    const more = 'more' in result ? result.more : undefined;
    if (Array.isArray(statements)) return { statements, more: moreOf(more, endpoint) };
  }
  throw new PullFailedError('answered with something else than statements');
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new PullFailedError('answered with something else than JSON');
  }
}

/** `more` may be a path; the login goes nowhere but to the LRS that it is for. */
function moreOf(more: unknown, endpoint: string): string | null {
  if (typeof more !== 'string' || more === '') return null;
  const url = URL.canParse(more, endpoint) ? new URL(more, endpoint) : undefined;
  if (url?.origin === new URL(endpoint).origin) return url.href;
  throw new PullFailedError('its next page is on another host');
}
