import type { CourseLaunch } from '@crosswalk/course-player/launch';
import { directionOf } from '../../../core/decks/rendering/text-direction.ts';
import { html } from '../../../platform/http/html.ts';

/** The page around a course; its script does the rest. */
export function launchPage(launch: CourseLaunch): string {
  const { locale, standard, title } = launch;
  // In a script element only `<` could end it.
  const data = { markup: JSON.stringify(launch).replaceAll('<', '\\u003c') };
  const page = html`<html lang="${locale}" dir="${directionOf(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/runtime/course-player.css">
</head>
<body>
<div id="course"></div>
<noscript>${title}: JavaScript</noscript>
<script type="application/json" id="launch">${data}</script>
<script src="/runtime/${standard}.js"></script>
</body>
</html>`;
  return `<!doctype html>${page.markup}`;
}
