import sanitizeHtml, { type Attributes, type IOptions, type Tag } from 'sanitize-html';
import type { RenderContext } from '../rendered-atom.ts';
import { resolveMedia } from './media-reference.ts';
import { isTooDeep, withoutTags } from './nesting.ts';
import { isPlainMarkup } from './plain-markup.ts';
import { safeStyle } from './safe-style.ts';
import { escapeHtml } from './text.ts';

const TEXT_TAGS =
  'a abbr address article aside b bdi bdo blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li mark ol p pre q rb rp rt rtc ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr';
const MEDIA_TAGS = 'audio img source video';
const MATHML_TAGS =
  'annotation math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics';

/** Tags whose content goes with them: it is code, or means nothing without its script. */
const NON_TEXT_TAGS = [
  ...['button', 'canvas', 'embed', 'iframe', 'math-field', 'noembed', 'noframes', 'noscript'],
  ...['object', 'option', 'plaintext', 'script', 'select', 'style', 'svg', 'template'],
  ...['textarea', 'title', 'xmp'],
];

const ATTRIBUTES: Record<string, string[]> = {
  '*': ['class', 'dir', 'lang', 'style', 'title'],
  a: ['href', 'rel', 'target'],
  audio: ['controls', 'loop', 'preload', 'src'],
  col: ['span'],
  details: ['open'],
  font: ['color', 'size'],
  img: ['alt', 'height', 'src', 'width'],
  li: ['value'],
  math: ['display', 'xmlns'],
  mi: ['mathvariant'],
  mo: ['fence', 'lspace', 'rspace', 'separator', 'stretchy'],
  mspace: ['width'],
  ol: ['reversed', 'start', 'type'],
  source: ['src', 'type'],
  span: ['data-ordinal'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan', 'scope'],
  time: ['datetime'],
  video: ['controls', 'height', 'loop', 'poster', 'preload', 'src', 'width'],
};

/** The element that Anki's image occlusion script draws in; the mask lies over its image. */
const OCCLUSION_CONTAINER = 'image-occlusion-container';

/**
 * HTML that may be shown: no script, handler, form or foreign address, media resolved to
 * `media/<sha256>.<ext>`. What cannot be shown is replaced by its text and told as a problem.
 */
export function sanitise(html: string, context: RenderContext): string {
  if (isPlainMarkup(html)) return html;
  if (isTooDeep(html)) {
    context.problems.add('HTML nested too deeply is shown as text');
    return escapeHtml(withoutTags(html));
  }
  return sanitizeHtml(html, optionsFor(context));
}

function optionsFor(context: RenderContext): IOptions {
  const media = (tagName: string, attribs: Attributes) => mediaTag(tagName, attribs, context);
  return {
    allowedTags: `${TEXT_TAGS} ${MEDIA_TAGS} ${MATHML_TAGS}`.split(' '),
    allowedAttributes: ATTRIBUTES,
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    // sanitize-html would parse each style with PostCSS; `safeStyle` has already chosen.
    parseStyleAttributes: false,
    nonTextTags: NON_TEXT_TAGS,
    nestingLimit: 100,
    transformTags: { a: link, img: media, audio: media, video: media, source: media, '*': anyTag },
  };
}

function link(tagName: string, attribs: Attributes): Tag {
  return { tagName, attribs: { ...attribs, rel: 'noopener noreferrer', target: '_blank' } };
}

function mediaTag(tagName: string, attribs: Attributes, context: RenderContext): Tag {
  const { src, poster, ...rest } = attribs;
  const kept: Attributes = rest;
  if (tagName === 'img') kept.alt = attribs.alt ?? '';
  if (tagName === 'audio' || tagName === 'video')
    Object.assign(kept, { controls: '', preload: 'none' });
  const image = poster === undefined ? undefined : resolveMedia(poster, context);
  if (image !== undefined) kept.poster = image;
  if (src === undefined && tagName !== 'img') return { tagName, attribs: kept };
  const found = src ? resolveMedia(src, context) : undefined;
  if (found !== undefined) return { tagName, attribs: { src: found, ...kept } };
  return missingMedia(attribs.alt || (src ? lastPart(src) : ''));
}

/** In place of media that cannot be shown: its alternative text, else its name. */
function missingMedia(label: string): Tag {
  const text = label === '' ? '' : `[${label}]`;
  return { tagName: 'span', attribs: { class: 'missing-media' }, text };
}

function lastPart(src: string): string {
  const name = src.startsWith('data:') ? 'image' : (src.split('/').at(-1) ?? src);
  return name.slice(0, 100);
}

/** Ids become classes, because an id of a card could clash with one of the page around it. */
function anyTag(tagName: string, attribs: Attributes): Tag {
  const { id, style, ...rest } = attribs;
  const kept: Attributes = rest;
  if (id !== undefined && /^[\w-]{1,60}$/.test(id)) {
    kept.class = kept.class ? `${kept.class} id-${id}` : `id-${id}`;
  }
  const styles = style === undefined ? undefined : safeStyle(style);
  if (styles !== undefined) kept.style = styles;
  if (id === OCCLUSION_CONTAINER)
    kept.style = 'position:relative;display:inline-block;line-height:0';
  return { tagName, attribs: kept };
}
