import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlayerContent } from '@crosswalk/player/content';
import { exportPackage } from '@crosswalk/scorm-export';
import AdmZip from 'adm-zip';
import type { Browser } from 'playwright-core';
import { openChromium } from '../../conformance/scorm/chromium.ts';
import { openLmsServer } from '../../conformance/scorm/lms/server.ts';
import type { Bench, Part } from '../context.ts';
import { median } from '../quantile.ts';
import { millis, table } from '../table.ts';

const RUNS = 7;
const CARDS = [20, 1_000];
/** 4 is about a phone of the middle of the market, 20 one of the slowest. */
const SLOWDOWNS = [1, 4, 20];

/** When the player of a package paints, and when its first card is there. */
export const paintPart: Part = { services: ['chromium'], run };

async function run({ stop }: Bench): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'crosswalk-bench-'));
  const browser = await openChromium();
  try {
    const rows: string[][] = [];
    for (const cards of CARDS) {
      const packageFolder = join(folder, String(cards));
      await unpackedExport(cards, packageFolder);
      const server = await openLmsServer({ packageFolder, files: {}, onCommit() {} });
      try {
        const url = `${server.origin}/package/index.html`;
        for (const slowdown of SLOWDOWNS) {
          stop.throwIfAborted();
          rows.push([`${cards} cards`, `${slowdown}x`, ...(await painted(browser, url, slowdown))]);
        }
      } finally {
        await server.close();
      }
    }
    return [
      table(`player: a package without a cache, medians of ${RUNS} runs`, [
        ['', 'CPU slowed', 'first paint', 'first card'],
        ...rows,
      ]),
    ];
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
}

async function painted(browser: Browser, url: string, slowdown: number): Promise<string[]> {
  const paints: number[] = [];
  const cards: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await page.goto(url);
    await page.waitForSelector('.cw-card');
    const times = await page.evaluate(async () => {
      const card = performance.now();
      // The card itself may be on the way to the screen.
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      const [paint] = performance.getEntriesByName('first-contentful-paint');
      return { card, paint: paint?.startTime ?? Number.NaN };
    });
    paints.push(times.paint);
    cards.push(times.card);
    await context.close();
  }
  return [millis(median(paints)), millis(median(cards))];
}

async function unpackedExport(cards: number, folder: string): Promise<void> {
  const path = `${folder}.zip`;
  const content: PlayerContent = {
    ...{ format: 'crosswalk-player/1', id: 'generated', revision: '1', title: 'Generated' },
    ...{ language: 'en', direction: 'ltr' },
    options: {
      ...{ mode: 'study', buttons: 4, feedback: 'immediate', shuffle: false, mediaBase: 'media/' },
    },
    items: Array.from({ length: cards }, (_, n) => ({
      ...{ id: `p${n}`, atomId: `a${n}`, kind: 'flashcard' as const },
      ...{ front: `<p>Which place is number ${n}?</p>`, back: `<p>Place ${n}</p>` },
    })),
  };
  await exportPackage({ format: 'scorm12', content, media: async () => undefined, target: path });
  new AdmZip(path).extractAllTo(folder);
}
