const common = /^[a-z]{2,3}(?:-[a-z]{2})?$/i;

/** RFC 5646 2.1, without the grandfathered tags that do not fit it. */
const wellFormed =
  /^(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?((?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*)((?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*)(?:-x(?:-[a-z\d]{1,8})+)?$/i;
const privateUse = /^x(?:-[a-z\d]{1,8})+$/i;
const singletons = /-[a-z\d](?=-)/gi;

const irregular = new Set(
  (
    'en-gb-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn i-tao ' +
    'i-tay i-tsu sgn-be-fr sgn-be-nl sgn-ch-de'
  ).split(' '),
);

const longest = 200;

/** Well-formed language tag (RFC 5646 2.2.9), with no variant or extension twice. */
export function isLanguageTag(text: string): boolean {
  if (common.test(text)) return true;
  if (text.length > longest) return false;
  const match = wellFormed.exec(text);
  if (match === null) return privateUse.test(text) || irregular.has(text.toLowerCase());
  const [, variants = '', extensions = ''] = match;
  return (
    areDistinct(variants.split('-').slice(1)) && areDistinct(extensions.match(singletons) ?? [])
  );
}

function areDistinct(parts: readonly string[]): boolean {
  return new Set(parts.map((part) => part.toLowerCase())).size === parts.length;
}
