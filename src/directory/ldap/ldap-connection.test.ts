import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect } from 'chai';
import { EqualityFilter } from 'ldapts';
import { DirectoryError } from '../directory-error.ts';
import { everything } from '../reading/open-directory.ts';
import { result } from '../testing/ldap-messages.ts';
import { BASE, ldapGroup, ldapPerson, READER, READER_PASSWORD } from '../testing/test-directory.ts';
import { startTestLdapServer, type TestLdapServer } from '../testing/test-ldap-server.ts';
import { createLdapConnection, type LdapConnection } from './ldap-connection.ts';
import { readAllValues } from './member-values.ts';
import { searchPages } from './paged-search.ts';

describe('a connection to a directory', () => {
  let server: TestLdapServer;
  let ldap: LdapConnection;
  const stop = new AbortController();

  beforeEach(async () => {
    server = await startTestLdapServer();
    server.passwords = { [READER]: READER_PASSWORD };
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    ldap = createLdapConnection(socket, { timeoutMs: 5_000, signal: stop.signal });
  });
  afterEach(async () => {
    ldap.close();
    await server.close();
  });

  const all = { base: BASE, scope: 'sub' as const, filter: everything(), attributes: ['*'] };
  const codeOf = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      (cause: unknown) => cause,
    );
    if (error instanceof DirectoryError) return error.code;
    if (error) throw error;
    return 'none';
  };
  const readAll = async () => {
    const dns: string[] = [];
    for await (const entries of searchPages(ldap, all)) dns.push(...entries.map(({ dn }) => dn));
    return dns;
  };
  const bind = () => ldap.bind(READER, READER_PASSWORD);

  it('says nothing for an empty password: a server would take that for an anonymous bind', async () => {
    expect(await codeOf(ldap.bind(READER, ''))).to.equal('wrong_credentials');
    expect(await codeOf(ldap.bind('', 'x'))).to.equal('wrong_credentials');
    expect(server.binds).to.deep.equal([]);
  });

  it('reads everything in pages, also where one of them is empty', async () => {
    server.entries = Array.from({ length: 1_201 }, (_, n) => ldapPerson(n));
    server.faults.emptyPages = true;
    await bind();
    expect(await readAll()).to.have.length(1_201);
    expect(server.searches).to.have.length(6);
  });

  it('ends with an error where the server does not say that a page is the last', async () => {
    server.entries = Array.from({ length: 501 }, (_, n) => ldapPerson(n));
    server.faults.forgetsPaging = true;
    await bind();
    expect(await codeOf(readAll())).to.equal('truncated');
  });

  for (const status of [3, 4, 11]) {
    it(`takes result ${status} for a part, whatever came before it`, async () => {
      server.entries = [ldapPerson(1)];
      server.faults.searchStatus = status;
      await bind();
      expect(await codeOf(readAll())).to.equal('truncated');
    });
  }

  it('follows no referral, neither as a result nor among the entries', async () => {
    server.entries = [ldapPerson(1)];
    await bind();
    server.faults.referral = true;
    expect(await codeOf(readAll())).to.equal('referral');
    server.faults = { searchStatus: 10 };
    const socket = connect(server.port, '127.0.0.1');
    ldap = createLdapConnection(socket, { timeoutMs: 200, signal: stop.signal });
    await bind();
    expect(await codeOf(readAll())).to.equal('referral');
  });

  it('never connects again: what is asked after the end fails, and nobody asks as nobody', async () => {
    server.entries = Array.from({ length: 1_200 }, (_, n) => ldapPerson(n));
    server.faults.hangUpAtSearch = 2;
    await bind();
    expect(await codeOf(readAll())).to.equal('disconnected');
    expect(await codeOf(readAll())).to.equal('disconnected');
    expect(await codeOf(bind())).to.equal('disconnected');
    expect(server.connections).to.equal(1);
    expect(server.searches.map(({ boundAs }) => boundAs)).to.deep.equal([READER, READER]);
  });

  it('gives up a server that says nothing', async () => {
    server.faults.silent = true;
    ldap.close();
    const socket = connect(server.port, '127.0.0.1');
    ldap = createLdapConnection(socket, { timeoutMs: 100, signal: stop.signal });
    expect(await codeOf(bind())).to.equal('timeout');
  });

  it('sends what somebody typed as a value, whatever characters it has', async () => {
    server.entries = [ldapPerson(1), { ...ldapPerson(2), dn: `uid=*,${BASE}` }];
    await bind();
    for (const typed of [
      '*',
      '*)(uid=*',
      'user1)(|(uid=*',
      '\\2a',
      'user1\u0000',
      '(objectClass=*)',
    ]) {
      const filter = new EqualityFilter({ attribute: 'uid', value: typed });
      const { entries } = await ldap.searchPage({ ...all, filter });
      expect(entries, typed).to.have.length(0);
    }
  });

  it('reads all members of a group that come in ranges, and no part of them', async () => {
    const members = Array.from({ length: 2_345 }, (_, n) => `uid=user${n},ou=people,${BASE}`);
    server.entries = [ldapGroup(1, members)];
    server.faults.memberRange = 500;
    await bind();
    const [group] = (await ldap.searchPage(all)).entries;
    if (!group) throw new Error('no group');
    expect(await readAllValues(ldap, group, 'member')).to.deep.equal(members);
    server.faults.losesMembers = true;
    const [partial] = (await ldap.searchPage(all)).entries;
    if (!partial) throw new Error('no group');
    expect(await codeOf(readAllValues(ldap, partial, 'member'))).to.equal('truncated');
  });

  describe('with a server that keeps to nothing', () => {
    const talking = async (answer: Buffer) => {
      const hostile = createServer((socket) => {
        socket.on('error', () => {});
        socket.once('data', () => socket.write(answer));
      }).listen(0, '127.0.0.1');
      await once(hostile, 'listening');
      const address = hostile.address();
      const socket = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1');
      const connection = createLdapConnection(socket, { timeoutMs: 200, signal: stop.signal });
      try {
        return await codeOf(connection.bind(READER, READER_PASSWORD));
      } finally {
        connection.close();
        hostile.close();
      }
    };
    for (const [name, answer, code] of [
      ['bytes that are not BER', Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), 'timeout'],
      ['a length without end', Buffer.from([0x30, 0x80, 0, 0]), 'protocol'],
      ['an answer to another request', result(9, { operation: 0x61 }), 'protocol'],
      ['an answer of another kind', result(2, { operation: 0x65 }), 'protocol'],
      ['its farewell (RFC 4511 4.4.1)', result(0, { operation: 0x78, status: 52 }), 'disconnected'],
    ] as const) {
      it(`${name} end it`, async () => {
        expect(await talking(answer)).to.equal(code);
      });
    }
  });
});
