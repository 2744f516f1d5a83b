import type { Context } from 'koa';
import { type Html, html } from '../../platform/http/html.ts';

interface SsoPage {
  title: string;
  body: Html;
  status?: number;
  /** Served by us; run in order. */
  scripts?: readonly string[];
  /** Where its forms may go, beside our own pages: a source of CSP. */
  formAction?: string;
  /** Where the page leads to at once: a path of this hub, or a provider's address. */
  leadsTo?: string;
}

/** Answers with one page in the frame that all sign-in pages share; nobody may frame it. */
export function sendPage(ctx: Context, page: SsoPage): void {
  const { title, body, status = 200, scripts = [], formAction = "'self'", leadsTo } = page;
  ctx.status = status;
  ctx.set({
    'Content-Security-Policy': `default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
    // Forms of these pages say where they come from; no other site learns anything.
    'Referrer-Policy': 'same-origin',
  });
  ctx.type = 'text/html';
  ctx.body = `<!doctype html>${
    html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${leadsTo && html`<meta http-equiv="refresh" content="0; url=${leadsTo}">`}
<title>${title} · Crosswalk</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/sso/assets/style.css">
</head>
<body>
<main>${body}</main>
${scripts.map((src) => html`<script src="${src}"></script>`)}
</body>
</html>`.markup
  }`;
}
