import { setTimeout as wait } from 'node:timers/promises';
import { createPlatform, type Platform, type Tool } from '@crosswalk/lti-platform';
import { registerByHand } from '../../conformance/lti/hub/registration.ts';
import type { ToolDriver } from '../../conformance/lti/tool-driver.ts';
import { hubClient } from '../../tools/hub-client.ts';
import type { BenchHub } from '../bench-hub.ts';
import { median } from '../quantile.ts';
import { millis, table } from '../table.ts';

const REGISTRATIONS = 5;
const ASK_EVERY_MS = 10;

interface Cost {
  ms: number;
  /** The slowest answer of the tool to somebody else meanwhile. */
  blockedMs: number;
}

/** What it takes to register a platform, and what everybody else feels of it. */
export async function registrationCosts(hub: BenchHub, ltijs: ToolDriver): Promise<string> {
  const platform = await createPlatform({ seed: 2 });
  const client = hubClient(hub);
  const publicUrl = hub.url.replace('127.0.0.1', 'localhost');
  try {
    const own = () => registerByHand(client, publicUrl, { platform });
    const rows = [
      ['hub', own],
      [`ltijs ${ltijs.version}`, () => ltijs.connect(platform)],
    ] as const;
    const body: string[][] = [];
    for (const [name, register] of rows) {
      const costs = await repeat(platform, register);
      const slowest = Math.max(...costs.map(({ ms }) => ms));
      body.push([
        name,
        millis(median(costs.map(({ ms }) => ms))),
        millis(slowest),
        millis(Math.max(...costs.map(({ blockedMs }) => blockedMs))),
      ]);
    }
    const title = `lti-launch: registering ${REGISTRATIONS} platforms, others asking for the JWKS meanwhile`;
    return table(title, [['', 'median', 'slowest', 'slowest answer to others'], ...body]);
  } finally {
    await platform.close();
  }
}

async function repeat(platform: Platform, register: () => Promise<Tool>): Promise<Cost[]> {
  const { jwksUrl } = await register();
  const costs: Cost[] = [];
  for (let round = 0; round < REGISTRATIONS; round += 1) {
    let isDone = false;
    const others = slowestAnswer(jwksUrl, () => isDone);
    const start = performance.now();
    await register();
    const ms = performance.now() - start;
    isDone = true;
    costs.push({ ms, blockedMs: await others });
  }
  platform.violations.take();
  return costs;
}

async function slowestAnswer(url: string, isDone: () => boolean): Promise<number> {
  let slowest = 0;
  while (!isDone()) {
    const start = performance.now();
    await (await fetch(url)).arrayBuffer();
    slowest = Math.max(slowest, performance.now() - start);
    await wait(ASK_EVERY_MS);
  }
  return slowest;
}
