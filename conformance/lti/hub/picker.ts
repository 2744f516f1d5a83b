import { formOf, openBrowser, type Page } from '../browser.ts';
import type { Choice } from '../tool-driver.ts';

/** The token of the picker's page; undefined for another page. */
export function pickerToken(page: Page): string | undefined {
  if (page.status !== 200 || !/\/lti\/deep-link\/[^/]+$/.test(page.url)) return undefined;
  const [, token] = /name="session"\s+value="([^"]+)"/.exec(page.body) ?? [];
  return token;
}

/** Chooses decks as the picker's script does, or cancels; answers where the response goes. */
export async function choose(
  origin: string,
  { session, deckId, choice }: { session: string; deckId: string; choice: Choice },
): Promise<{ action: string; jwt: string }> {
  const scoreMaximum = choice.withLineItem ? 100 : null;
  const item = { deckId, mode: 'test', title: 'Numbers', dueAt: null, scoreMaximum };
  const items = Array.from({ length: choice.count }, () => item);
  const path = choice.count === 0 ? 'cancel' : 'respond';
  const page = await openBrowser().open(`${origin}/lti/deep-link/${path}`, {
    method: 'POST',
    headers: { Origin: origin },
    body: new URLSearchParams({ session, items: JSON.stringify(items) }),
  });
  const form = formOf(page);
  if (!form?.fields.JWT) throw new Error(`${page.status}: ${page.body.slice(0, 300)}`);
  return { action: form.action, jwt: form.fields.JWT };
}
