import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Filter } from 'ldapts';
import { dnKey } from '../ldap/dn.ts';
import {
  type ClientMessage,
  entryMessage,
  pagedRequest,
  parseMessage,
  referenceMessage,
  result,
} from './ldap-messages.ts';

export interface TestEntry {
  dn: string;
  /** Only as tests search for them; names in any case. */
  attributes: Record<string, readonly (string | Buffer)[]>;
}

/** What the server does otherwise than it should. */
export interface Faults {
  /** Hangs up before it answers so many searches; counted from 1, over all connections. */
  hangUpAtSearch?: number;
  /** Ends a page without saying that it is the last one. */
  forgetsPaging?: boolean;
  /** A page without entries in between. */
  emptyPages?: boolean;
  /** Result of searches, such as 4 for a size limit. */
  searchStatus?: number;
  referral?: boolean;
  /** Said in the clear after it agreed on TLS. */
  afterStartTls?: Buffer;
  refusesStartTls?: boolean;
  silent?: boolean;
  /** Values of `member` at once. */
  memberRange?: number;
  /** Leaves a part of the members out. */
  losesMembers?: boolean;
}

export interface TestLdapServer {
  port: number;
  url: string;
  entries: TestEntry[];
  root: TestEntry['attributes'];
  /** Passwords by DN. */
  passwords: Record<string, string>;
  faults: Faults;
  /** What it was asked, in order. */
  binds: { dn: string; password: string }[];
  searches: { base: string; filter: string; boundAs: string; paged: boolean }[];
  connections: number;
  close(): Promise<void>;
}

/** A directory for tests: simple binds, searches, pages, ranges of members, and faults. */
export async function startTestLdapServer({
  tls,
}: {
  tls?: { key: string; cert: string; immediately?: boolean };
} = {}): Promise<TestLdapServer> {
  const sockets = new Set<Socket>();
  const listener: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    server.connections++;
    if (tls?.immediately) serve(secured(socket), server, undefined);
    else serve(socket, server, tls && (() => secured(socket)));
  });
  const secured = (socket: Socket): TLSSocket => {
    const secure = new TLSSocket(socket, { isServer: true, ...tls });
    secure.on('error', () => {});
    return secure;
  };
  const server: TestLdapServer = {
    port: 0,
    url: '',
    entries: [],
    root: {},
    passwords: {},
    faults: {},
    binds: [],
    searches: [],
    connections: 0,
    async close() {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  // Sound because it listens on TCP.
  server.port = (listener.address() as AddressInfo).port;
  server.url = `${tls?.immediately ? 'ldaps' : 'ldap'}://127.0.0.1:${server.port}`;
  return server;
}

function serve(socket: Socket, server: TestLdapServer, upgrade: (() => TLSSocket) | undefined) {
  let received = Buffer.alloc(0);
  let boundAs = '';
  const onData = (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (let next = parseMessage(received); next; next = parseMessage(received)) {
      received = received.subarray(next.bytes);
      const { message } = next;
      if (server.faults.silent) continue;
      if (message.type === 'start_tls') return startTls(message.id);
      if (message.type === 'bind') boundAs = bind(message) ?? boundAs;
      if (message.type === 'search') search(socket, server, { message, boundAs });
    }
  };
  socket.on('data', onData);

  function startTls(id: number): void {
    const status = server.faults.refusesStartTls || !upgrade ? 52 : 0;
    const answer = result(id, { operation: 0x78, status });
    socket.write(Buffer.concat([answer, server.faults.afterStartTls ?? Buffer.alloc(0)]));
    if (status !== 0 || !upgrade) return;
    socket.off('data', onData);
    serve(upgrade(), server, undefined);
  }

  /** As servers do: nobody's password is nobody's bind, and succeeds (RFC 4513 5.1.2). */
  function bind({
    id,
    dn,
    password,
  }: Extract<ClientMessage, { type: 'bind' }>): string | undefined {
    server.binds.push({ dn, password });
    const isRight = password === '' || server.passwords[dn] === password;
    socket.write(result(id, { operation: 0x61, status: isRight ? 0 : 49 }));
    return isRight && password !== '' ? dn : undefined;
  }
}

function search(
  socket: Socket,
  server: TestLdapServer,
  { message, boundAs }: { message: Extract<ClientMessage, { type: 'search' }>; boundAs: string },
): void {
  const { id, base, scope, filter, sizeLimit, controls } = message;
  const { faults } = server;
  const paged = pagedRequest(controls);
  server.searches.push({ base, filter: filter.toString(), boundAs, paged: paged !== undefined });
  if (faults.hangUpAtSearch === server.searches.length) {
    socket.destroy();
    return;
  }
  const done = (status: number, cookie?: string) =>
    socket.write(result(id, { operation: 0x65, status, cookie }));
  if (base === '') {
    socket.write(entryMessage(id, '', server.root));
    done(0);
    return;
  }
  if (faults.referral) socket.write(referenceMessage(id, 'ldap://elsewhere.example/dc=example'));
  const isDeletedShown = controls.some(({ oid }) => oid === '1.2.840.113556.1.4.417');
  // An anonymous client sees nothing.
  const found =
    boundAs === ''
      ? []
      : server.entries.filter((entry) => {
          const isDeleted = firstValue(entry, 'isDeleted') === 'TRUE';
          return (
            isBelow(entry.dn, base, scope) &&
            (!isDeleted || isDeletedShown) &&
            matches(entry, filter)
          );
        });
  const offset = Number(paged?.cookie.replace('empty', '') || 0);
  if (paged && faults.emptyPages && !paged.cookie.startsWith('empty')) {
    done(0, `empty${offset}`);
    return;
  }
  const size = paged?.size ?? (sizeLimit || found.length);
  for (const entry of found.slice(offset, offset + size)) {
    socket.write(entryMessage(id, entry.dn, attributesOf(entry, message.attributes, faults)));
  }
  if (faults.searchStatus !== undefined) return void done(faults.searchStatus);
  if (!paged) return void done(sizeLimit > 0 && found.length > sizeLimit ? 4 : 0);
  const isLast = offset + size >= found.length;
  done(0, faults.forgetsPaging && !isLast ? undefined : isLast ? '' : String(offset + size));
}

function isBelow(dn: string, base: string, scope: number): boolean {
  const [key, below] = [dnKey(dn), dnKey(base)];
  return key === below || (scope !== 0 && key.endsWith(`,${below}`));
}

function valuesOf(entry: TestEntry, name: string): readonly (string | Buffer)[] {
  const found = Object.entries(entry.attributes).find(
    ([attribute]) => attribute.toLowerCase() === name.toLowerCase(),
  );
  return found?.[1] ?? [];
}

const firstValue = (entry: TestEntry, name: string) => String(valuesOf(entry, name)[0] ?? '');

/** The filters that directories are asked with here; numbers and times are compared as such. */
function matches(entry: TestEntry, filter: Filter): boolean {
  const {
    attribute = '',
    value,
    filters = [],
    filter: inner,
  } = Object.assign(
    { attribute: '', value: '', filters: [] as Filter[], filter: undefined as Filter | undefined },
    filter,
  );
  const values = valuesOf(entry, attribute).map((one) => String(one).toLowerCase());
  const wanted = String(value).toLowerCase();
  switch (filter.constructor.name) {
    case 'AndFilter':
      return filters.every((part) => matches(entry, part));
    case 'OrFilter':
      return filters.some((part) => matches(entry, part));
    case 'NotFilter':
      return inner !== undefined && !matches(entry, inner);
    case 'PresenceFilter':
      // ldapts 8.2 reads the attribute wrongly; tests ask for objectClass only, which all have.
      return true;
    case 'EqualityFilter':
      return values.includes(wanted);
    case 'GreaterThanEqualsFilter':
      return values.some((one) => one.padStart(20, '0') >= wanted.padStart(20, '0'));
    default:
      throw new Error(`tests do not know ${filter.constructor.name}`);
  }
}

function attributesOf(
  entry: TestEntry,
  asked: string[],
  { memberRange, losesMembers }: Faults,
): TestEntry['attributes'] {
  const range = asked.find((name) => name.startsWith('member;range='));
  const members = valuesOf(entry, 'member');
  if (!memberRange || members.length <= memberRange) return entry.attributes;
  const { member: _, ...others } = entry.attributes;
  const from = Number(/range=(\d+)/.exec(range ?? 'range=0')?.[1]);
  const part = members.slice(from, from + memberRange);
  const isLast = from + part.length >= members.length;
  const name = `member;range=${from}-${isLast ? '*' : from + memberRange - 1}`;
  return { ...others, [name]: losesMembers ? part.slice(1) : part };
}
