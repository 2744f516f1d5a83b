/** Classes that Anki sets on the page: they stay above the card. */
const PAGE_CLASS =
  /\.(?:night_?mode|mobile|android|ios|iphone|ipad|linux|win|mac|chrome|gecko|webkit|js)(?![\w-])/gi;
/** What the card itself is called in Anki. */
const CARD = /^(?:html|body|:root|#qa|\.card\d*)(?![\w-])/i;
const COMPOUND = /([^\s>+~]+)|(\s*[>+~]\s*|\s+)/g;
const ALLOWED = /^[^\\<{}@]{1,500}$/;

/**
 * Narrows a selector to one card: `.card b` -> `.nt-1.card b`, `p` -> `.nt-1 p`. Ids become the
 * classes that sanitising made of them. Undefined for what is not worth understanding.
 */
export function scopeSelector(selector: string, scope: string): string | undefined {
  if (!ALLOWED.test(selector)) return undefined;
  const page: string[] = [];
  let own = '';
  let card = '';
  let atRoot = true;
  for (const [, compound, combinator] of selector.trim().matchAll(COMPOUND)) {
    if (compound === undefined) {
      if (!atRoot) own += combinator;
      continue;
    }
    const pageClasses = atRoot ? (compound.match(PAGE_CLASS) ?? []) : [];
    page.push(...pageClasses);
    const rest = pageClasses.length > 0 ? compound.replace(PAGE_CLASS, '') : compound;
    if (atRoot && (rest === '' || CARD.test(rest))) {
      card += cardPart(rest);
      continue;
    }
    own += own === '' ? ` ${rest}` : rest;
    atRoot = false;
  }
  const above = page.length > 0 ? `${page.join('')} ` : '';
  return `${above}${scope}${idsAsClasses(card)}${idsAsClasses(own)}`;
}

/** The part of a compound that still holds once `body`, `html` or `#qa` is the card itself. */
function cardPart(compound: string): string {
  return compound.replace(/^(?:html|body|:root|#qa)/i, '');
}

function idsAsClasses(selector: string): string {
  return selector.replace(/#([a-z_][\w-]*)/gi, '.id-$1');
}
