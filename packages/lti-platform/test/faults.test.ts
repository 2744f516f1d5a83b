import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { createPlatform, type Fault, fixedClock, type Platform } from '../src/index.ts';

describe('faults', () => {
  let platform: Platform;
  beforeEach(async () => {
    platform = await createPlatform({ clock: fixedClock(Date.UTC(2027, 0, 15)) });
  });
  afterEach(() => platform.close());

  const ask = (signal: AbortSignal | null = null) =>
    fetch(platform.urls.jwks, { redirect: 'manual', signal });
  const set = (fault: object) => platform.faults.set({ path: 'jwks', nth: 1, ...fault } as Fault);
  const failure = async (work: Promise<unknown>) =>
    work.then(
      () => 'none',
      (error: Error) => error.name,
    );

  it('answer a status once, with Retry-After in seconds or as a date', async () => {
    set({ status: 503, retryAfter: 7 });
    const first = await ask();
    expect([first.status, first.headers.get('retry-after')]).to.deep.equal([503, '7']);
    expect((await ask()).status).to.equal(200);
    set({ status: 429, retryAfter: { dateInMs: 60_000 } });
    expect((await ask()).headers.get('retry-after')).to.equal('Fri, 15 Jan 2027 00:01:00 GMT');
  });

  it('hang', async () => {
    set({ hang: true });
    expect(await failure(ask(AbortSignal.timeout(300)))).to.equal('TimeoutError');
  });

  it('reset the connection', async () => {
    set({ reset: true });
    expect(await failure(ask())).to.equal('TypeError');
  });

  it('lose an answer', async () => {
    set({ lost: true });
    expect(await failure(ask())).to.equal('TypeError');
  });

  it('truncate a body', async () => {
    set({ truncate: true });
    expect(await failure(ask().then((response) => response.text()))).to.equal('TypeError');
  });

  it('answer late', async () => {
    set({ slow: 1_000 });
    const answered: string[] = [];
    const late = ask().then(({ status }) => answered.push(`late ${status}`));
    while (platform.faults.asked('jwks') === 0) await pause(1);
    await ask().then(({ status }) => answered.push(`in time ${status}`));
    await late;
    expect(answered).to.deep.equal(['in time 200', 'late 200']);
  });

  it('answer what is no JSON, another type, another place', async () => {
    set({ badJson: true });
    expect(await failure(ask().then((response) => response.json()))).to.equal('SyntaxError');
    set({ wrongType: 'text/html' });
    expect((await ask()).headers.get('content-type')).to.equal('text/html');
    set({ redirectTo: 'http://169.254.169.254/' });
    expect((await ask()).headers.get('location')).to.equal('http://169.254.169.254/');
  });

  it('hit the nth request, each one, or a share of them', async () => {
    set({ nth: 2, status: 500 });
    expect([(await ask()).status, (await ask()).status]).to.deep.equal([200, 500]);
    platform.faults.clear();
    set({ nth: { share: 0.5 }, status: 500 });
    const statuses: number[] = [];
    for (let n = 0; n < 40; n += 1) statuses.push((await ask()).status);
    expect(statuses.filter((status) => status === 500).length).to.be.within(10, 30);
    platform.faults.clear();
    set({ nth: 'every', status: 500 });
    expect([(await ask()).status, (await ask()).status]).to.deep.equal([500, 500]);
  });
});
