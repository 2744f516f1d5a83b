import { directionOf } from '../../../core/decks/rendering/text-direction.ts';
import { type Html, html } from '../../../platform/http/html.ts';
import type { Cmi5Au, Cmi5Block, LanguageMap } from '../../courses/course-structure.ts';
import { type Au, ausOf, type XapiStructure } from '../course/au.ts';
import { courseResult } from '../course/course-result.ts';
import { type AuProgress, isMet, type Progress } from '../course/move-on.ts';
import { type MenuLanguage, menuTexts } from './menu-texts.ts';

export interface ShownMenu {
  title: string;
  structure: XapiStructure;
  progress: Progress;
  language: MenuLanguage;
  /** Path of this page. */
  path: string;
  /** Where the way out leads. */
  returnUrl: string | undefined;
  /** Whether it is shown within a page of somebody else. */
  isFramed: boolean;
}

/** The parts of a course, as its publisher arranged them, with how far the learner is in each. */
export function courseMenuPage(shown: ShownMenu): string {
  const { title, structure, progress, language, returnUrl } = shown;
  const texts = menuTexts[language];
  const isDone = courseResult(structure, progress).completion === 'completed';
  const aus = ausOf(structure);
  const places = new Map(aus.map(({ id }, place) => [id, place]));
  const parts = structure.kind === 'tincan' ? aus : structure.children;
  return `<!doctype html>${
    html`<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/play/assets/parts.css">
</head>
<body>
<main>
<h1>${title}</h1>
${isDone && html`<p class="good">${texts.courseDone}</p>`}
${partList(parts, { ...shown, places })}
${returnUrl && html`<p><a class="quiet" href="${returnUrl}">${texts.back}</a></p>`}
</main>
</body>
</html>`.markup
  }`;
}

type Part = Cmi5Block | Cmi5Au | Au;
type Shown = ShownMenu & { places: ReadonlyMap<string, number> };

function partList(parts: readonly Part[], shown: Shown): Html {
  return html`<ol>${parts.map((part) => ('children' in part ? blockItem(part, shown) : auItem(part, shown)))}</ol>`;
}

function blockItem(block: Cmi5Block, shown: Shown): Html {
  return html`<li class="block"><h2>${textIn(block.title, shown.language)}</h2>${partList(block.children, shown)}</li>`;
}

function auItem(au: Au, shown: Shown): Html {
  const { language, path, isFramed } = shown;
  const texts = menuTexts[language];
  const place = shown.places.get(au.id) ?? -1;
  const title = textIn(au.title, language);
  const isApart = isFramed && au.launchMethod === 'OwnWindow';
  const known = shown.progress.get(place);
  const state = [stateOf(au, known, language), scoreOf(known, language)].filter(Boolean).join(', ');
  return html`<li><div><h3>${title}</h3>${state && html`<p class="${isMet(au, known) ? 'good' : 'soft'}">${state}</p>`}${
    isApart && html`<p class="soft">${texts.newWindow}</p>`
  }</div><a class="button" href="${path}/${place}" rel="nofollow${isApart ? ' noopener' : ''}"${
    isApart && html` target="_blank"`
  } aria-label="${texts.openPart.replace('{title}', () => title)}">${texts.open}</a></li>`;
}

function stateOf(au: Au, known: AuProgress | undefined, language: MenuLanguage): string {
  const texts = menuTexts[language];
  if (known?.waivedAt) return texts.waived;
  if (known?.passedAt) return texts.passed;
  if (known?.failedAt) return texts.failed;
  return known?.completedAt && isMet(au, known) ? texts.done : '';
}

function scoreOf(known: AuProgress | undefined, language: MenuLanguage): string {
  const score = known?.scoreScaled ?? null;
  return score === null ? '' : new Intl.NumberFormat(language, { style: 'percent' }).format(score);
}

function textIn(texts: LanguageMap, language: MenuLanguage): string {
  const tags = Object.keys(texts);
  const own = tags.find((tag) => tag.toLowerCase().split('-', 1)[0] === language);
  return texts[own ?? tags[0] ?? ''] ?? '';
}
