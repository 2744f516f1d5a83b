import type { Frame } from 'playwright-core';

/** Begins a test, or goes on with one. */
export async function begin(player: Frame): Promise<void> {
  await player.waitForSelector('.cw-page .cw-primary, .cw-card');
  const start = player.locator('.cw-page .cw-primary');
  if (await start.isVisible()) await start.click();
  await player.waitForSelector('.cw-card');
}

/** Judges so many cards; a test is judged by two buttons, study by four. */
export async function answer(player: Frame, ...rights: boolean[]): Promise<void> {
  for (const isRight of rights) {
    const before = await player.getAttribute('.cw-card', 'data-item');
    await player.click('.cw-button.cw-primary');
    await player.waitForSelector('.cw-rating');
    await player.click(
      isRight ? '.cw-rating[data-rating="good"]' : '.cw-rating[data-rating="again"]',
    );
    await player.waitForSelector(`.cw-card:not([data-item="${before}"]), .cw-page-title`);
  }
}

export async function exit(player: Frame): Promise<void> {
  await player.getByRole('button', { name: 'Exit' }).first().click();
  await player.waitForSelector('text=You can close this window');
}
