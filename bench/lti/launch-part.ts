import { createPlatform, type Launch } from '@crosswalk/lti-platform';
import { openLtijs } from '../../conformance/lti/drivers/ltijs.ts';
import { makeDeck } from '../../conformance/lti/hub/hub-content.ts';
import { registerByHand } from '../../conformance/lti/hub/registration.ts';
import type { ToolDriver } from '../../conformance/lti/tool-driver.ts';
import { hubClient } from '../../tools/hub-client.ts';
import { installPeers } from '../../tools/peers.ts';
import { type BenchHub, benchHub } from '../bench-hub.ts';
import type { Bench, Part } from '../context.ts';
import { median, quantile } from '../quantile.ts';
import { millis, times as ratio, table } from '../table.ts';
import { classLaunches, playRound, type Round } from './launch-load.ts';
import { registrationCosts } from './registration-cost.ts';

const ROUNDS = 7;
/** Rounds that nobody counts: both tools are compiled while they run. */
const WARM_UP = 4;
/** ltijs takes tokens for ten seconds only: three times as many as it launches in one. */
const LAUNCHES = 400;
/** In a row: a tool that comes back after it has rested is slower at first. */
const IN_A_ROW = 3;
const GOAL = 3;

/** Launches from the course to the page, beside ltijs on the same PostgreSQL server. */
export const ltiLaunchPart: Part = { services: ['postgres'], run };

async function run({ postgres, stop }: Bench): Promise<string[]> {
  if ((await installPeers(stop)) === 'failed') {
    return ['lti-launch: nothing measured: ltijs could not be installed (conformance/peers).'];
  }
  const settings = await postgres();
  // ltijs writes no log of its requests either.
  const env = { ...settings, OUTBOUND_ALLOW: '127.0.0.1', LOG_LEVEL: 'warn' };
  const hub = await benchHub({ env, stop });
  try {
    const ltijs = await openLtijs((await postgres()).MIGRATE_DATABASE_URL);
    try {
      return [await compare(hub, ltijs, stop), await registrationCosts(hub, ltijs)];
    } finally {
      await ltijs.close();
    }
  } finally {
    await hub.close();
  }
}

interface Contestant {
  name: string;
  next: () => Launch;
  rounds: Round[];
}

async function compare(hub: BenchHub, ltijs: ToolDriver, stop: AbortSignal): Promise<string> {
  const platform = await createPlatform();
  try {
    const client = hubClient(hub);
    const custom = { deck_id: await makeDeck(client), mode: 'test' };
    const publicUrl = hub.url.replace('127.0.0.1', 'localhost');
    const own = await registerByHand(client, publicUrl, { platform });
    const theirs = await ltijs.connect(platform);
    const contestants: Contestant[] = [
      { name: 'hub', next: classLaunches(platform, own, custom), rounds: [] },
      {
        name: `ltijs ${ltijs.version}`,
        next: classLaunches(platform, theirs, {}),
        rounds: [],
      },
    ];
    for (let round = -WARM_UP; round < ROUNDS; round += 1) {
      for (const { next, rounds } of contestants) {
        stop.throwIfAborted();
        for (let n = 0; n < IN_A_ROW; n += 1) {
          const played = await playRound(next, LAUNCHES);
          if (round >= 0) rounds.push(played);
        }
      }
    }
    return launchTable(contestants);
  } finally {
    await platform.close();
  }
}

function launchTable(contestants: Contestant[]): string {
  const speed = ({ rounds }: Contestant) =>
    median(rounds.map(({ busyMs }) => (LAUNCHES * 1000) / busyMs));
  const [, other] = contestants;
  const base = other ? speed(other) : Number.NaN;
  const p95 = ({ rounds }: Contestant, part: 'login' | 'launch' | 'page') =>
    millis(
      quantile(
        rounds.flatMap((round) => round[part]),
        0.95,
      ),
    );
  const title = `lti-launch: login, launch, page; ${ROUNDS} rounds of ${IN_A_ROW} times ${LAUNCHES} in turn, 8 browsers, medians; what the platform does in between is not counted`;
  return table(title, [
    ['', 'launches/s', 'of ltijs', 'goal', 'p95 login', 'p95 launch', 'p95 page'],
    ...contestants.map((one, index) => [
      one.name,
      speed(one).toFixed(0),
      ratio(speed(one) / base),
      index === 0 ? `>= ${GOAL}x` : '',
      p95(one, 'login'),
      p95(one, 'launch'),
      p95(one, 'page'),
    ]),
  ]);
}
