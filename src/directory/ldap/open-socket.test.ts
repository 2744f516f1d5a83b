import { expect } from 'chai';
import { createGuardedTcp } from '../../platform/outbound/guarded-tcp.ts';
import { DirectoryError } from '../directory-error.ts';
import { result } from '../testing/ldap-messages.ts';
import {
  authorityCertificate,
  expiredCertificate,
  otherNameCertificate,
  otherNameKey,
  serverCertificate,
  serverKey,
} from '../testing/test-certificates.ts';
import { toLoopback } from '../testing/test-directory.ts';
import { startTestLdapServer, type TestLdapServer } from '../testing/test-ldap-server.ts';
import { type Encryption, readLdapUrl } from './ldap-target.ts';
import { openSocket } from './open-socket.ts';

describe('the way to a directory', () => {
  const servers: TestLdapServer[] = [];
  const serve = async (tls: { key: string; cert: string; immediately?: boolean }) => {
    const server = await startTestLdapServer({ tls });
    servers.push(server);
    return server;
  };
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  const trusted = { key: serverKey, cert: serverCertificate };
  async function open(
    server: TestLdapServer,
    {
      encryption = 'start_tls',
      ca = authorityCertificate,
    }: { encryption?: Encryption; ca?: string | null } = {},
  ): Promise<string> {
    const { host, port } = readLdapUrl(server.url);
    const target = { host, port, encryption, caCertificates: ca ?? undefined };
    try {
      const socket = await openSocket(toLoopback, target, AbortSignal.timeout(2_000));
      socket.destroy();
      return 'open';
    } catch (error) {
      if (error instanceof DirectoryError) return `${error.code}: ${error.message}`;
      throw error;
    }
  }

  it('is encrypted by StartTLS or from the start, by an authority of its own', async () => {
    expect(await open(await serve(trusted))).to.equal('open');
    const ldaps = await serve({ ...trusted, immediately: true });
    expect(await open(ldaps, { encryption: 'tls' })).to.equal('open');
  });

  for (const encryption of ['start_tls', 'tls'] as const) {
    const immediately = encryption === 'tls';
    it(`refuses a certificate of an unknown authority (${encryption})`, async () => {
      const server = await serve({ ...trusted, immediately });
      const answer = await open(server, { encryption, ca: null });
      expect(answer).to.match(
        /^tls: .*authority that is not known here; add that as CA certificate/,
      );
      expect(server.binds).to.deep.equal([]);
    });

    it(`refuses a certificate of another name, and an expired one (${encryption})`, async () => {
      const other = await serve({ key: otherNameKey, cert: otherNameCertificate, immediately });
      expect(await open(other, { encryption })).to.match(/^tls: .*for another name/);
      const expired = await serve({ key: serverKey, cert: expiredCertificate, immediately });
      expect(await open(expired, { encryption })).to.match(/^tls: .*has expired/);
    });
  }

  it('ends where the server refuses StartTLS: nothing goes on in the clear', async () => {
    const server = await serve(trusted);
    server.faults.refusesStartTls = true;
    expect(await open(server)).to.match(/^tls: The server refused StartTLS/);
  });

  it('ends where somebody said more before the encryption than the answer', async () => {
    const server = await serve(trusted);
    // A bind that succeeds, if it counted as said under TLS.
    server.faults.afterStartTls = result(2, { operation: 0x61 });
    expect(await open(server)).to.match(/^tls: The server said more than it may/);
  });

  it('ends in time where nobody answers', async () => {
    const server = await serve(trusted);
    server.faults.silent = true;
    const { host, port } = readLdapUrl(server.url);
    const target = { host, port, encryption: 'start_tls', caCertificates: undefined } as const;
    const work = openSocket(toLoopback, target, AbortSignal.timeout(100));
    expect(await work.catch((error: DirectoryError) => error.code)).to.equal('timeout');
  });

  it('leads to no private address that OUTBOUND_ALLOW does not list, by whatever name', async () => {
    const guarded = createGuardedTcp({ allow: [], resolve: async () => ['10.0.0.5'] });
    const codeOf = (host: string) =>
      openSocket(
        guarded,
        { host, port: 389, encryption: 'tls', caCertificates: undefined },
        AbortSignal.timeout(500),
      ).catch((error: DirectoryError) => `${error.code} ${error.message}`);
    for (const host of ['127.0.0.1', '::1', '169.254.169.254', 'dc.corp.example']) {
      expect(await codeOf(host), host).to.match(/^unreachable .*OUTBOUND_ALLOW/);
    }
  });

  it('is never plain to a public address', async () => {
    const guarded = createGuardedTcp({ allow: [], resolve: async () => ['8.8.8.8'] });
    const target = {
      host: 'ldap.example',
      port: 389,
      encryption: 'plain',
      caCertificates: undefined,
    } as const;
    const work = openSocket(guarded, target, AbortSignal.timeout(500));
    expect(await work.catch((error: DirectoryError) => error.message)).to.equal(
      'Only TLS may be used to call ldap.example',
    );
  });

  for (const url of [
    'http://x',
    'ldap://',
    'ldap://u@h',
    'ldap://h/dc=x',
    'ldap://h:0',
    'ldap://h:99999',
    'ldapi://%2f',
  ]) {
    it(`${url} leads nowhere`, () => {
      expect(() => readLdapUrl(url)).to.throw(DirectoryError);
    });
  }
});
