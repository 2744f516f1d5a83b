import type { PlayerContent } from '@crosswalk/player/content';

/** Characters a chunk collects before it is handed on: one write for many small items. */
const chunkLength = 65_536;

/**
 * The deck as a classic script, `window.CROSSWALK_CONTENT = {...};`, in chunks. It is an assignment
 * because a page opened from `file://` may run scripts but may not fetch JSON.
 */
export function* contentScript(content: PlayerContent): Generator<string> {
  const { items, ...envelope } = content;
  let chunk = `window.CROSSWALK_CONTENT = ${scriptJson(envelope).slice(0, -1)},"items":[`;
  for (const [index, item] of items.entries()) {
    chunk += `${index === 0 ? '' : ','}\n${scriptJson(item)}`;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = '';
  }
  yield `${chunk}\n]};\n`;
}

/**
 * JSON that is also safe as script text: an LMS that inlines the file must not meet `</script` or
 * `<!--` (HTML 4.12.1.3), nor an older engine U+2028 and U+2029, line ends before ES2019.
 */
function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/<(?=\/script|script|!--)/gi, '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
