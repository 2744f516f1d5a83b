import type { BrowserContext, Frame, Page } from 'playwright-core';

/** What a learner sees of a course: the hub's page with the content in it. */
export interface CourseWindow {
  page: Page;
  /** The content that is shown now, once it has loaded; of an item, where one is named. */
  content(title?: string): Promise<Frame>;
  /** Words of the page about whether everything is saved. */
  saved(): Promise<void>;
  press(name: string | RegExp): Promise<void>;
}

export async function openCourse(context: BrowserContext, url: string): Promise<CourseWindow> {
  const page = await context.newPage();
  await page.goto(url);
  return {
    page,
    async content(title) {
      const selector = title ? `main iframe[title="${title}"]` : 'main iframe';
      const handle = await page.waitForSelector(selector, { state: 'attached' });
      const frame = await handle.contentFrame();
      if (!frame) throw new Error('The content has no frame.');
      await frame.waitForURL(/\/files\//);
      await frame.waitForLoadState('load');
      return frame;
    },
    async saved() {
      await page.waitForSelector('.cp-status[data-state=saved]', { state: 'attached' });
    },
    press: (name) => page.getByRole('button', { name, exact: true }).click(),
  };
}
