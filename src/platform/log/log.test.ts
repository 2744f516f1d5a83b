import { expect } from 'chai';
import { newApiKey } from '../crypto/api-keys.ts';
import { newToken } from '../crypto/one-time-tokens.ts';
import { newSecret } from '../crypto/secret.ts';
import { signLink } from '../crypto/signed-links.ts';
import { createLog, type Log, type LogLevel } from './log.ts';

function capture(level: LogLevel = 'trace'): { log: Log; lines: string[] } {
  const lines: string[] = [];
  return { log: createLog({ level, destination: { write: (line) => lines.push(line) } }), lines };
}

const canary = 'kAnArY-9f2c_7Qx.hunter2';

const fieldNames = [
  'authorization',
  'Authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'password',
  'passwordHash',
  'new_password',
  'token',
  'accessToken',
  'refresh_token',
  'id_token',
  'secret',
  'clientSecret',
  'client_secret',
  'apiKey',
  'api_key',
  'x-api-key',
  'keyHash',
  'key_hash',
  'privateKey',
  'MASTER_KEY',
  'BOOTSTRAP_API_KEY',
  'SAMLResponse',
];

const texts = [
  `Authorization: Bearer ${canary}`,
  `authorization: Basic ${canary}`,
  `cookie: sid=1; session=${canary}; theme=dark`,
  `Set-Cookie: sid=${canary}; HttpOnly`,
  `upstream refused Bearer ${canary}`,
  `GET /play/${canary} 200`,
  `GET /play/${canary}/media/x.png`,
  `https://hub.example/start?token=${canary}&lang=en`,
  `https://hub.example/start?lang=en&access_token=${canary}#top`,
  `https://hub.example/cb?code=${canary}&state=${canary}`,
  `https://hub.example/a#id_token=${canary}`,
  `postgres://hub:${canary}@db:5432/hub`,
  `redis://:${canary}/slash@cache:6379`,
  `password=${canary}`,
  `password: "${canary} with spaces"`,
  `{"password":"${canary}"}`,
  JSON.stringify(JSON.stringify({ client_secret: canary })),
  `bad apiKey '${canary}'`.replace("apiKey '", "apiKey: '"),
  `Key (tenant_id, key_hash)=(1, ${canary}) already exists.`,
  `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----`,
  `-----BEGIN RSA PRIVATE KEY-----\n${canary}`,
];

describe('log', () => {
  it('writes one JSON object a line with level, time, fields and message', () => {
    const { log, lines } = capture();
    log.child({ requestId: 'r1' }).info({ status: 200, at: new Date(0) }, 'done');
    expect(lines).to.have.length(1);
    expect(JSON.parse(lines[0] ?? '')).to.deep.include({
      level: 'info',
      requestId: 'r1',
      status: 200,
      at: '1970-01-01T00:00:00.000Z',
      msg: 'done',
    });
  });

  it('writes nothing under its level', () => {
    const { log, lines } = capture('warn');
    log.info('quiet');
    log.warn('loud');
    expect(lines).to.have.length(1);
  });

  it('writes errors with type, stack, own fields and cause', () => {
    const { log, lines } = capture();
    const cause = Object.assign(new TypeError('socket'), { code: 'ECONNRESET' });
    log.error(new Error('outer', { cause }), 'failed');
    const { err } = JSON.parse(lines[0] ?? '');
    expect(err).to.deep.include({ type: 'Error', message: 'outer' });
    expect(err.stack).to.include('log.test.ts');
    expect(err.cause).to.deep.include({ type: 'TypeError', code: 'ECONNRESET' });
    log.error(new AggregateError([cause]), 'all failed');
    expect(JSON.parse(lines[1] ?? '').err.errors[0]).to.include({ code: 'ECONNRESET' });
  });

  it('keeps what only names or describes a secret', () => {
    const { log, lines } = capture();
    const id = '0190a5a0-0000-7000-8000-000000000001';
    const fields = {
      apiKeyId: id,
      tokenEndpoint: 'https://lms.example/token',
      sha256: 'a'.repeat(64),
      url: `/play/${id}`,
      detail: 'no such deck: geography',
    };
    log.info(fields, `GET /v1/decks/${id}?limit=20&cursor=abc 200`);
    const line = JSON.parse(lines[0] ?? '');
    expect(line).to.deep.include(fields);
    expect(line.msg).to.equal(`GET /v1/decks/${id}?limit=20&cursor=abc 200`);
  });

  it('survives cycles, depth, bytes, functions and getters of odd values', () => {
    const { log, lines } = capture();
    const loop: Record<string, unknown> = { big: 1n, bytes: Buffer.alloc(9), f: () => 1 };
    loop.self = loop;
    log.info({ loop, map: new Map([['a', 1]]), set: new Set([1]), none: undefined }, 'odd');
    expect(JSON.parse(lines[0] ?? '')).to.deep.include({
      loop: { big: '1', bytes: '[9 bytes]', self: '[circular]' },
      map: { a: 1 },
      set: [1],
    });
  });

  it('cuts a hostile text before it looks for secrets', () => {
    const { log, lines } = capture();
    for (const text of [
      'a',
      'token',
      'cookie',
      '/play/',
      '-----BEGIN PRIVATE KEY-----',
      'a.',
      '://a:',
      '(',
    ]) {
      log.info({ text: text.repeat(1_000_000) }, 'x');
    }
    expect(lines).to.have.length(8);
    for (const line of lines) expect(line).to.have.length.below(10_000);
  });
});

describe('secrets in logs', () => {
  function expectHidden(write: (log: Log) => void): void {
    const { log, lines } = capture();
    write(log);
    expect(lines).to.have.length(1);
    expect(lines[0]).to.not.match(/kAnArY|hunter2/);
  }

  for (const name of fieldNames) {
    it(`are hidden in the field ${name}, wherever it stands`, () => {
      expectHidden((log) => log.info({ [name]: canary }, 'm'));
      expectHidden((log) => log.info({ a: { b: [{ c: { [name]: canary } }] } }, 'm'));
      expectHidden((log) => log.info({ [name]: [canary, { value: canary }] }, 'm'));
      expectHidden((log) => log.info({ rawHeaders: ['Host', 'x', name, canary] }, 'm'));
      expectHidden((log) => log.info({ headers: [{ name, value: canary }] }, 'm'));
      expectHidden((log) => log.info({ map: new Map([[name, canary]]) }, 'm'));
      expectHidden((log) => log.child({ request: { [name]: canary } }).info('m'));
      expectHidden((log) => log.error(Object.assign(new Error('x'), { [name]: canary }), 'm'));
    });
  }

  for (const text of texts) {
    it(`are hidden in ${JSON.stringify(text.replaceAll(canary, '…'))}`, () => {
      expectHidden((log) => log.info(text));
      expectHidden((log) => log.info({ url: text, deep: [[text]] }, text));
      expectHidden((log) => log.info({ [text]: 1 }, 'm'));
      expectHidden((log) => log.child({ text }).warn('m'));
      expectHidden((log) => log.error({ err: new Error(text) }, 'm'));
      expectHidden((log) =>
        log.error(new Error('x', { cause: new AggregateError([new Error(text)]) }), 'm'),
      );
    });
  }

  it('are hidden in URL and Headers objects', () => {
    const url = new URL(`https://user:${canary}@hub.example/?token=${canary}`);
    expectHidden((log) => log.info({ url, headers: new Headers({ cookie: canary }) }, 'm'));
  });

  it("are hidden by the look of the hub's own keys and tokens, in any path or text", () => {
    const { key, prefix } = newApiKey(newSecret());
    const { token } = newToken();
    const link = signLink(newSecret(), { purpose: 'play', expiresAt: 1, payload: { a: 1 } });
    const { log, lines } = capture();
    for (const secret of [key, token, link])
      log.info({ x: secret }, `open /any/${secret}/now "${secret}"`);
    const output = lines.join('');
    for (const secret of [key, token, link, ...link.split('.')])
      expect(output).to.not.include(secret);
    expect(output).to.include(prefix);
  });

  it('are hidden when the text is cut in the middle of them', () => {
    expectHidden((log) => log.info(`${' '.repeat(8_150)}{"password":"${canary.repeat(9)}"}`));
  });
});
