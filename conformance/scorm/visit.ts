import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Frame, Page } from 'playwright-core';
import { type LearnerPlan, learn } from './learner.ts';

/**
 * How a visit ends: by the player's exit button, by the LMS showing something else in the frame or
 * taking the frame away, or by the learner closing the tab.
 */
export type Leave = 'exit' | 'navigate' | 'remove' | 'close';

export interface Visit extends Partial<LearnerPlan> {
  leave: Leave;
}

export interface VisitResult {
  answered: string[];
  /** Errors of pages, failed requests and messages that scripts wrote as errors. */
  errors: string[];
}

export interface VisitPlace {
  browser: Browser;
  url: string;
  /** Path that the content is launched from. */
  launch: string;
  /** Whether the LMS has got what it gets when a session ends. */
  isStored(): boolean;
  /** Called before the visit is left, with the LMS's page and the player's frame. */
  onBeforeLeave?: (lms: Page, player: Frame) => Promise<void>;
}

/**
 * Opens the LMS's page, answers, and leaves; results arrive at the LMS, not here. `isStored` is
 * asked until it says yes, for at most some seconds, before the browser is closed.
 */
export async function visit(place: VisitPlace, plan: Visit): Promise<VisitResult> {
  const context = await place.browser.newContext({ locale: 'en-GB' });
  const errors: string[] = [];
  context.on('weberror', (error) => errors.push(String(error.error())));
  context.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  context.on('requestfailed', (request) => errors.push(`${request.url()} failed`));
  try {
    const lms = await context.newPage();
    await lms.goto(place.url);
    const { page, frame } = await playerOf(lms, place.launch);
    const { answers = Number.POSITIVE_INFINITY, isRight = () => true, wrongText = 'zzz' } = plan;
    const answered = await learn(page, frame, { answers, isRight, wrongText });
    await place.onBeforeLeave?.(lms, frame);
    await leave(page, frame, plan.leave);
    for (let tries = 0; tries < 500 && !place.isStored(); tries++) await pause(30);
    // Closing the browser fails what is under way; that is no error of theirs.
    return { answered, errors: [...errors] };
  } finally {
    await context.close();
  }
}

async function playerOf(lms: Page, launch: string): Promise<{ page: Page; frame: Frame }> {
  const end = Date.now() + 15_000;
  while (Date.now() < end) {
    for (const page of lms.context().pages()) {
      const frame = page.frames().find((one) => one.url().endsWith(launch));
      if (frame) return { page, frame };
    }
    await lms.waitForTimeout(20);
  }
  throw new Error('The LMS has not opened the content.');
}

async function leave(page: Page, frame: Frame, how: Leave): Promise<void> {
  const element = frame.parentFrame() ? await frame.frameElement() : null;
  if (how === 'exit') {
    await frame.getByRole('button', { name: 'Exit' }).first().click();
    await frame.waitForSelector('.cw-page');
  } else if (how === 'navigate') {
    if (element) await frame.goto('about:blank');
    else await page.goto('about:blank');
  } else if (how === 'remove') {
    await element?.evaluate((e) => e.parentNode?.removeChild(e));
  } else {
    const closed = page.waitForEvent('close');
    await page.close({ runBeforeUnload: true });
    await closed;
  }
}
