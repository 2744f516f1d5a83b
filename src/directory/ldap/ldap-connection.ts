import type { Socket } from 'node:net';
import {
  BindRequest,
  BindResponse,
  type Control,
  type Filter,
  MessageParser,
  PagedResultsControl,
  SearchEntry,
  SearchReference,
  SearchRequest,
  SearchResponse,
  UnbindRequest,
} from 'ldapts';
import { DirectoryError } from '../directory-error.ts';
import { type LdapEntry, toLdapEntry } from './ldap-entry.ts';
import { resultError } from './result-error.ts';

export interface PageRequest {
  base: string;
  scope: 'base' | 'sub';
  filter: Filter;
  attributes: readonly string[];
  controls?: readonly Control[];
  /** Most entries that are wanted at all; 0: the server's own limit, which ends in an error. */
  sizeLimit?: number;
  /** A page of this size, beginning where the cookie says (RFC 2696). */
  page?: { size: number; cookie: Buffer };
}

export interface SearchPage {
  entries: LdapEntry[];
  /** Of the next page; empty at the end, undefined where the server does not page. */
  cookie: Buffer | undefined;
}

/**
 * One connection to a directory, one request at a time. What ends it ends all that is asked through
 * it: it never connects again, because a new connection would be nobody's.
 */
export interface LdapConnection {
  /** @throws DirectoryError, also for an empty password: servers take that for an anonymous bind */
  bind(dn: string, password: string): Promise<void>;
  /** @throws DirectoryError, also where the server refers elsewhere */
  searchPage(request: PageRequest): Promise<SearchPage>;
  close(): void;
}

/** Of one answer; a page of 500 entries has less than 1 MiB, a group with 1,500 members 0.2. */
const MAX_ANSWER_BYTES = 64 * 2 ** 20;

type LdapRequest = BindRequest | SearchRequest;
type LdapMessage = Parameters<Parameters<MessageParser['on']>[1]>[0];

interface Pending {
  message: LdapRequest;
  onMessage(message: LdapMessage): void;
  reject(error: DirectoryError): void;
}

/** `timeoutMs` is how long the server may say nothing; the signal ends the connection. */
export function createLdapConnection(
  socket: Socket,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): LdapConnection {
  const parser = new MessageParser();
  let pending: Pending | undefined;
  let failure: DirectoryError | undefined;
  let lastId = 1;
  let bytes = 0;

  const fail = (error: DirectoryError) => {
    failure ??= error;
    signal.removeEventListener('abort', onAbort);
    socket.destroy();
    pending?.reject(failure);
    pending = undefined;
  };
  const onAbort = () => fail(new DirectoryError('timeout', 'The directory took too long'));
  signal.addEventListener('abort', onAbort);
  socket.setTimeout(timeoutMs, () => {
    if (pending) fail(new DirectoryError('timeout', 'The directory did not answer in time'));
  });
  socket.on('close', () =>
    fail(new DirectoryError('disconnected', 'The connection to the directory ended')),
  );
  parser.on('error', (cause) => fail(malformed(cause)));
  parser.on('message', (message) => {
    if (message.messageId === pending?.message.messageId) pending.onMessage(message);
    else fail(unasked(message));
  });
  socket.on('data', (chunk) => {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) {
      return fail(new DirectoryError('protocol', 'The directory answered far too much'));
    }
    try {
      parser.read(chunk, new Map(pending && [[String(pending.message.messageId), pending]]));
    } catch (cause) {
      fail(malformed(cause));
    }
  });
  if (socket.destroyed) fail(new DirectoryError('disconnected', 'The connection has ended'));

  /** Sends a request; `take` is given each message of its answer until it has got a result. */
  function exchange<T>(
    message: LdapRequest,
    take: (message: LdapMessage) => { result: T } | undefined,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      if (failure) return reject(failure);
      if (pending) return reject(new Error('one request at a time'));
      bytes = 0;
      pending = {
        message,
        reject,
        onMessage(received) {
          try {
            const taken = take(received);
            if (!taken) return;
            pending = undefined;
            resolve(taken.result);
          } catch (error) {
            pending = undefined;
            reject(error);
          }
        },
      };
      socket.write(message.write());
    });
  }

  return {
    bind(dn, password) {
      // RFC 4513 5.1.2: an empty password is no check of anything, and the server says success.
      if (dn === '' || password === '') {
        return Promise.reject(new DirectoryError('wrong_credentials', 'The password is empty'));
      }
      const request = new BindRequest({ messageId: ++lastId, dn, password });
      return exchange(request, (message) => {
        if (!(message instanceof BindResponse)) throw malformed();
        if (message.status !== 0) throw resultError(message);
        return { result: undefined };
      });
    },
    searchPage({ base, page, controls = [], attributes, ...asked }) {
      const request = new SearchRequest({
        ...{ messageId: ++lastId, baseDN: base, timeLimit: 0, ...asked },
        attributes: [...attributes],
        controls: [...(page ? [pagedResults(page)] : []), ...controls],
      });
      const entries: LdapEntry[] = [];
      return exchange(request, (message) => {
        if (message instanceof SearchEntry) entries.push(toLdapEntry(message));
        else if (message instanceof SearchReference) {
          throw new DirectoryError('referral', `The directory refers to ${message.uris[0]}`);
        } else if (message instanceof SearchResponse) {
          // Asked for that many, that many came.
          const isEnough = message.status === 4 && asked.sizeLimit === entries.length;
          if (message.status !== 0 && !isEnough) throw resultError(message);
          return { result: { entries, cookie: cookieOf(message.controls) } };
        } else throw malformed();
        return undefined;
      });
    },
    close() {
      if (!failure) socket.end(new UnbindRequest({ messageId: ++lastId }).write());
      fail(new DirectoryError('disconnected', 'The connection was closed'));
    },
  };
}

function pagedResults(value: { size: number; cookie: Buffer }): Control {
  return new PagedResultsControl({ critical: true, value });
}

function cookieOf(controls: Control[] | undefined): Buffer | undefined {
  const paged = controls?.find((control) => control instanceof PagedResultsControl);
  return paged?.value?.cookie;
}

function malformed(cause?: unknown): DirectoryError {
  return new DirectoryError('protocol', 'The directory answered something that is not LDAP', {
    cause,
  });
}

/** RFC 4511 4.4.1: with id 0, a server says why it is about to hang up. */
function unasked(message: LdapMessage): DirectoryError {
  if (message.messageId !== 0) return malformed();
  const reason = 'errorMessage' in message ? String(message.errorMessage).slice(0, 200) : '';
  return new DirectoryError('disconnected', `The directory is hanging up: ${reason}`);
}
