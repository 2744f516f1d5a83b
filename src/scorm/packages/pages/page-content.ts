import sanitizeHtml from 'sanitize-html';
import { pageQuestions } from './page-questions.ts';

/** What a page holds for reading and for asking. */
export interface PageContent {
  /** Text without the questions; undefined where there is hardly any. */
  text: string | undefined;
  questions: { front: string; back: string }[];
}

/** Fewer characters are a heading or a button. */
const LEAST_TEXT = 40;
const INLINE = ['b', 'strong', 'i', 'em', 'u', 's', 'sub', 'sup', 'small', 'code', 'br', 'img'];
const BLOCKS = ['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'blockquote', 'pre'];
const TABLES = ['table', 'caption', 'thead', 'tbody', 'tr', 'th', 'td'];
/** Where pages put what is to be asked beside its answer. */
const QUESTIONS = ['dl', 'dt', 'dd', 'details', 'summary'];
const NOT_TEXT = ['title', 'script', 'style', 'textarea', 'option', 'noscript', 'nav', 'button'];

/**
 * Finds text and questions in a page: definition lists, and summaries with what they hide. Scripts,
 * forms and frames are left out.
 * @param imageName what the image with this `src` is called; undefined leaves it out
 */
export function pageContent(
  page: string,
  imageName: (src: string) => string | undefined,
): PageContent {
  const html = sanitizeHtml(page, {
    allowedTags: [...INLINE, ...BLOCKS, ...TABLES, ...QUESTIONS],
    allowedAttributes: {
      img: ['src', 'alt'],
      th: ['colspan', 'rowspan'],
      td: ['colspan', 'rowspan'],
    },
    nonTextTags: NOT_TEXT,
    transformTags: {
      img: (tagName, { src = '', alt = '' }) => ({
        tagName,
        attribs: { src: imageName(src) ?? '', alt },
      }),
    },
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !attribs.src,
    // Names of files in the package, which are resolved when the deck is made.
    allowedSchemesAppliedToAttributes: [],
  });
  const { questions, rest } = pageQuestions(html);
  const text = rest.replaceAll(/\s+/g, (space) => (space.includes('\n') ? '\n' : space)).trim();
  return {
    text: textOf(text).length < LEAST_TEXT ? undefined : text,
    questions: questions.filter(({ front, back }) => hasContent(front) && hasContent(back)),
  };
}

function textOf(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function hasContent(html: string): boolean {
  return textOf(html) !== '' || html.includes('<img ');
}
