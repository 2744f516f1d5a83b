import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { createOutbound, type Outbound, type OutboundSettings } from './outbound.ts';
import { OutboundError } from './outbound-error.ts';

const servers: { close(): void; closeAllConnections?(): void }[] = [];
const clients: Outbound[] = [];

async function serve(listener: RequestListener, address = '127.0.0.1', port = 0): Promise<number> {
  const server: Server = createServer(listener).listen(port, address);
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function client(settings: Partial<OutboundSettings> = {}): Outbound {
  const outbound = createOutbound({ allow: [], ...settings });
  clients.push(outbound);
  return outbound;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (error) {
    if (error instanceof OutboundError) return error.code;
    throw error;
  }
}

const mustNotBeCalled: RequestListener = (_, response) => {
  response.end('private');
  throw new Error('The private server was called');
};

afterEach(async () => {
  await Promise.all(clients.splice(0).map((outbound) => outbound.close()));
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections?.();
  }
});

describe('outbound calls to where they may go', () => {
  it('send method, headers and body, and hand the answer out', async () => {
    const port = await serve((request, response) => {
      response.setHeader('x-seen', `${request.method} ${request.headers['x-test']}`);
      request.pipe(response.writeHead(201));
    });
    const outbound = client({ allow: ['127.0.0.1'] });
    const request = { method: 'POST', headers: { 'x-test': 'yes' }, body: 'hello' };
    const response = await outbound.fetch(`http://127.0.0.1:${port}/`, request);
    expect(response.status).to.equal(201);
    expect(response.headers.get('x-seen')).to.equal('POST yes');
    expect(await response.text()).to.equal('hello');
  });

  it('reach an allowed host by http, whatever private address it has', async () => {
    const port = await serve((_, response) => response.writeHead(204).end());
    const outbound = client({ allow: ['lms.internal'], resolve: async () => ['127.0.0.1'] });
    expect((await outbound.fetch(`http://lms.internal:${port}/`)).status).to.equal(204);
  });

  it('try the next address when one does not answer', async () => {
    const port = await serve((_, response) => response.end('second'));
    const resolve = async () => ['127.0.0.3', '127.0.0.1'];
    const outbound = client({ allow: ['127.0.0.0/8'], resolve });
    const response = await outbound.fetch(`http://lms.internal:${port}/`);
    expect(await response.text()).to.equal('second');
  });

  it('name the host, not the address, in TLS', async () => {
    const server = createTcpServer().listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const hello = new Promise<string>((resolve) => {
      server.once('connection', (socket) => {
        socket.once('data', (data) => {
          resolve(data.toString('latin1'));
          socket.destroy();
        });
      });
    });
    const outbound = client({ allow: ['lms.internal'], resolve: async () => ['127.0.0.1'] });
    const { port } = server.address() as AddressInfo;
    expect(await codeOf(outbound.fetch(`https://lms.internal:${port}/`))).to.equal('unreachable');
    expect(await hello).to.include('lms.internal');
  });
});

describe('outbound calls to where they may not go', () => {
  for (const host of [
    'localhost',
    '127.0.0.1',
    '127.1',
    '0',
    '0177.0.0.1',
    '0x7f.0.0.1',
    '0x7f000001',
    '2130706433',
    '127.0.0.1.',
    '①②⑦.0.0.1',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '169.254.169.254',
    '[fd00:ec2::254]',
  ]) {
    it(`do not reach ${host}`, async () => {
      const port = await serve(mustNotBeCalled);
      for (const scheme of ['http', 'https']) {
        const code = await codeOf(client().fetch(`${scheme}://${host}:${port}/`));
        expect(code, scheme).to.equal('blocked_address');
      }
    });
  }

  it('do not use http for a public host that is not listed', async () => {
    const outbound = client({ resolve: async () => ['8.8.8.8'] });
    expect(await codeOf(outbound.fetch('http://lms.example/'))).to.equal('blocked_scheme');
  });

  it('do not use http for a public address because a private one is listed', async () => {
    const outbound = client({ allow: ['10.0.0.0/8'], resolve: async () => ['8.8.8.8'] });
    expect(await codeOf(outbound.fetch('http://lms.example/'))).to.equal('blocked_scheme');
  });

  for (const url of ['file:///etc/passwd', 'ftp://host/', 'data:text/plain,x', 'blob:x']) {
    it(`do not use ${url}`, async () => {
      expect(await codeOf(client().fetch(url))).to.equal('blocked_scheme');
    });
  }

  for (const url of [
    '',
    'lms.example',
    'https://',
    'https://user:pw@lms.example/',
    'https://u@h/',
  ]) {
    it(`refuse the URL ${JSON.stringify(url)}`, async () => {
      expect(await codeOf(client().fetch(url))).to.equal('blocked_url');
    });
  }

  it('are not fooled by a name that resolves otherwise a moment later', async () => {
    const port = await serve((_, response) => response.end('vetted'), '127.0.0.2');
    await serve(mustNotBeCalled, '127.0.0.1', port);
    const answers = ['127.0.0.2', '127.0.0.1'];
    let asked = 0;
    const resolve = async () => [answers[Math.min(asked++, 1)] ?? ''];
    const outbound = client({ allow: ['127.0.0.2'], resolve });
    const url = `http://rebinding.example:${port}/`;
    expect(await (await outbound.fetch(url)).text()).to.equal('vetted');
    expect(asked).to.equal(1);
    const another = client({ allow: ['127.0.0.2'], resolve });
    expect(await codeOf(another.fetch(url))).to.equal('blocked_address');
  });

  it('pick only the permitted among the addresses of a name', async () => {
    const port = await serve((_, response) => response.end('vetted'), '127.0.0.2');
    await serve(mustNotBeCalled, '127.0.0.1', port);
    const resolve = async () => ['127.0.0.1', '127.0.0.2'];
    const outbound = client({ allow: ['127.0.0.2'], resolve });
    const response = await outbound.fetch(`http://mixed.example:${port}/`);
    expect(await response.text()).to.equal('vetted');
  });

  it('follow no redirect', async () => {
    const secret = await serve(mustNotBeCalled);
    for (const status of [301, 302, 303, 307, 308]) {
      const port = await serve((_, response) =>
        response.writeHead(status, { location: `http://127.0.0.1:${secret}/` }).end(),
      );
      const outbound = client({ allow: ['127.0.0.1'] });
      expect(await codeOf(outbound.fetch(`http://127.0.0.1:${port}/`))).to.equal('redirect');
    }
  });

  it('use no proxy from the environment', async () => {
    const proxy = await serve(mustNotBeCalled);
    const port = await serve((_, response) => response.end('direct'));
    const names = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'ALL_PROXY'];
    const before = names.map((name) => process.env[name]);
    for (const name of names) process.env[name] = `http://127.0.0.1:${proxy}`;
    try {
      const response = await client({ allow: ['127.0.0.1'] }).fetch(`http://127.0.0.1:${port}/`);
      expect(await response.text()).to.equal('direct');
    } finally {
      names.forEach((name, i) => {
        const value = before[i];
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      });
    }
  });
});

describe('outbound calls that go wrong', () => {
  const outbound = (settings: Partial<OutboundSettings> = {}) =>
    client({ allow: ['127.0.0.1'], ...settings });

  it('are cut when the body is too large, also when it was small on the wire', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/gzip') {
        response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(5_000_000)));
      } else {
        const endless = () => {
          while (response.write(Buffer.alloc(65_536)));
        };
        response.on('drain', endless);
        endless();
      }
    });
    for (const path of ['/gzip', '/endless']) {
      const response = await outbound({ maxBytes: 100_000 }).fetch(
        `http://127.0.0.1:${port}${path}`,
      );
      expect(await codeOf(response.arrayBuffer()), path).to.equal('too_large');
    }
  });

  it('may be as large as the limit', async () => {
    const port = await serve((_, response) => response.end(Buffer.alloc(1_000)));
    const response = await outbound().fetch(`http://127.0.0.1:${port}/`, { maxBytes: 1_000 });
    expect((await response.arrayBuffer()).byteLength).to.equal(1_000);
  });

  it('end in time when nobody answers, and when the body drips', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/silent') return;
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    });
    const url = `http://127.0.0.1:${port}`;
    const brief = { timeoutMs: 150 };
    expect(await codeOf(outbound().fetch(`${url}/silent`, brief))).to.equal('timeout');
    const response = await outbound().fetch(`${url}/drip`, brief);
    expect(await codeOf(response.text())).to.equal('timeout');
  });

  it('end in time when the name does not resolve', async () => {
    const resolve = () => new Promise<string[]>(() => {});
    const work = outbound({ resolve, timeoutMs: 100 }).fetch('https://slow.example/');
    expect(await codeOf(work)).to.equal('timeout');
  });

  it('end when the caller gives up', async () => {
    const port = await serve(() => {});
    const signal = AbortSignal.timeout(50);
    const work = outbound().fetch(`http://127.0.0.1:${port}/`, { signal });
    expect(await codeOf(work)).to.equal('aborted');
  });

  it('are refused headers without end', async () => {
    const port = await serve((_, response) => response.setHeader('x', 'y'.repeat(20_000)).end());
    expect(await codeOf(outbound().fetch(`http://127.0.0.1:${port}/`))).to.equal('unreachable');
  });

  it('say which host cannot be reached, without its address, and keep the cause', async () => {
    const resolve = () => Promise.reject(new Error('getaddrinfo ENOTFOUND'));
    const error = await outbound({ resolve })
      .fetch('https://lms.example/')
      .catch((e: unknown) => e);
    expect(error).to.be.instanceOf(OutboundError);
    expect(error).to.include({ code: 'unreachable', message: 'lms.example cannot be reached' });
    expect(error).to.have.property('cause');
  });
});
