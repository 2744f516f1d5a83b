import type { Context } from 'koa';
import { type Html, html } from '../../platform/http/html.ts';
import { attributesOf, type Language } from '../texts/languages.ts';

interface LtiPage {
  title: string;
  body: Html;
  /** Who may frame it; nobody by default. */
  frameAncestors?: readonly string[];
  /** Served by us; run in order. */
  scripts?: readonly string[];
  /** Served by us, after the style that all pages share. */
  styles?: readonly string[];
  /** Where its forms may go, as a source of CSP; our own pages by default. */
  formAction?: string;
  /** That it is written in; English by default. */
  language?: Language;
  status?: number;
}

/** Answers with one page in the frame that all LTI pages share. */
export function sendPage(ctx: Context, page: LtiPage): void {
  const { title, body, frameAncestors = [], scripts = [], styles = [], status = 200 } = page;
  const { formAction = "'self'", language = 'en' } = page;
  const { lang, dir } = attributesOf(language);
  const ancestors = frameAncestors.length > 0 ? frameAncestors.join(' ') : "'none'";
  ctx.status = status;
  ctx.set({
    'Content-Security-Policy': `default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; img-src 'self' data:; form-action ${formAction}; base-uri 'none'; frame-ancestors ${ancestors}`,
    // Forms of these pages say where they come from; no other site learns anything.
    'Referrer-Policy': 'same-origin',
  });
  ctx.type = 'text/html';
  ctx.body = `<!doctype html>${
    html`<html lang="${lang}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Crosswalk</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/lti/assets/style.css">
${styles.map((href) => html`<link rel="stylesheet" href="${href}">`)}
</head>
<body>
<main>${body}</main>
${scripts.map((src) => html`<script src="${src}"></script>`)}
</body>
</html>`.markup
  }`;
}
