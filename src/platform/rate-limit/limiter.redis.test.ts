import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { uuidv7 } from '../crypto/uuid.ts';
import { createLog } from '../log/log.ts';
import { createLimiter, type Limiter } from './limiter.ts';

/** Stands between the hub and Redis, to take it away or let it hang. */
class Wire {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #port = 0;

  constructor(target: URL) {
    this.#server = createServer((near) => {
      const far = connect(Number(target.port || 6379), target.hostname);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from);
        from.on('error', () => {});
        from.on('close', () => to.destroy());
        from.pipe(to);
      }
    });
  }

  async open(): Promise<number> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
    return this.#port;
  }

  async cut(): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    if (this.#server.listening) await once(this.#server, 'close');
  }

  hang(): void {
    for (const socket of this.#sockets) socket.unpipe().pause();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await setTimeout(20);
}

async function answers(url: string): Promise<boolean> {
  const probe = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  probe.on('error', () => {});
  try {
    await probe.connect();
    return (await probe.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    probe.disconnect();
  }
}

describe('rate limits on Redis', () => {
  const lines: string[] = [];
  const log = createLog({ level: 'info', destination: { write: (line) => lines.push(line) } });
  const open: Limiter[] = [];
  let server: ChildProcess | undefined;
  let redisUrl: string;
  let wire: Wire;
  let key: string;

  before(async () => {
    redisUrl = process.env.TEST_REDIS_URL ?? `redis://127.0.0.1:${await freePort()}`;
    if (process.env.TEST_REDIS_URL) return;
    const options = ['--port', new URL(redisUrl).port, '--bind', '127.0.0.1', '--save', ''];
    server = spawn('redis-server', options, { stdio: 'ignore' });
    await until(() => answers(redisUrl));
  });

  after(async () => {
    if (!server) return;
    server.kill();
    await once(server, 'exit');
  });

  beforeEach(() => {
    lines.length = 0;
    key = `${uuidv7()}:key`;
    wire = new Wire(new URL(redisUrl));
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map((limiter) => limiter.close()));
    await wire.cut();
  });

  function limiter(url: string, callerPerMinute = 3): Limiter {
    const made = createLimiter({
      redisUrl: url,
      callerPerMinute,
      lrsPerMinute: 3,
      scimPerMinute: 1,
      addressPerMinute: 3,
      log,
    });
    open.push(made);
    return made;
  }

  async function remaining(from: Limiter): Promise<string | undefined> {
    const { headers } = await from.check('caller', key);
    return /;r=(\d+)/.exec(headers.RateLimit ?? '')?.[1];
  }

  it('are shared by two processes', async () => {
    const [one, two] = [limiter(redisUrl), limiter(redisUrl)];
    expect(await remaining(one)).to.equal('2');
    expect(await remaining(two)).to.equal('1');
    expect(await remaining(one)).to.equal('0');
    const refused = await two.check('caller', key);
    expect(refused.allowed).to.equal(false);
    expect(refused.headers).to.have.property('Retry-After');
    expect(lines).to.deep.equal([]);
  });

  it('go on refusing a flood, however long it lasts', async () => {
    const flooded = limiter(redisUrl);
    const allowed: boolean[] = [];
    for (let n = 0; n < 12; n += 1) allowed.push((await flooded.check('caller', key)).allowed);
    expect(allowed.lastIndexOf(true)).to.equal(2);
  });

  it('go on in memory while Redis is away, with one line in the log, and come back', async () => {
    const through = limiter(`redis://127.0.0.1:${await wire.open()}`, 1_000);
    expect(await remaining(through)).to.equal('999');
    await wire.cut();
    await until(async () => {
      await remaining(through);
      return lines.length > 0;
    });
    for (let i = 0; i < 5; i++) expect((await through.check('caller', key)).allowed).to.equal(true);
    expect(lines.filter((line) => line.includes('Redis does not answer'))).to.have.length(1);
    await wire.open();
    await until(async () => {
      await remaining(through);
      return lines.length > 1;
    });
    expect(lines[1]).to.include('Redis answers again');
  });

  it('answer while Redis hangs', async () => {
    const through = limiter(`redis://127.0.0.1:${await wire.open()}`);
    await remaining(through);
    wire.hang();
    expect((await through.check('caller', key)).allowed).to.equal(true);
    expect(lines.join('')).to.include('Redis does not answer');
  });

  it('work when Redis is not there from the start', async () => {
    const nowhere = limiter(`redis://127.0.0.1:${await freePort()}`, 1);
    expect((await nowhere.check('caller', key)).allowed).to.equal(true);
    expect((await nowhere.check('caller', key)).allowed).to.equal(false);
    expect(lines).to.have.length(1);
  });
});
