import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Absolute paths of the built player. */
export interface PlayerFiles {
  js: string;
  css: string;
}

/**
 * The built player, to copy into a package or to serve.
 * @throws Error when the package has not been built.
 */
export function playerFiles(): PlayerFiles {
  return builtFiles('player');
}

/**
 * The built shell of a dispatch, which opens the player of a hub in a learning platform.
 * @throws Error when the package has not been built.
 */
export function shellFiles(): PlayerFiles {
  return builtFiles('shell');
}

function builtFiles(name: 'player' | 'shell'): PlayerFiles {
  // Right from src/bundle.ts as well as from dist/bundle.js.
  const file = (path: string) => fileURLToPath(new URL(`../dist/${path}`, import.meta.url));
  const files = { js: file(`${name}.js`), css: file(`${name}.css`) };
  if (!existsSync(files.js) || !existsSync(files.css)) {
    throw new Error('The player is not built: run `npm run build -w @crosswalk/player`.');
  }
  return files;
}

/** A classic script: its URL, or its URL with `data-` attributes. */
export type PlayerScript = string | { src: string; data: Record<string, string> };

export interface ShellHtmlOptions {
  title: string;
  /** BCP 47. */
  language: string;
  /** `data-` attributes of the shell's script. */
  data: Record<string, string>;
}

/** The page around the shell, `shell.js` and `shell.css` beside it. */
export function shellHtml({ title, language, data }: ShellHtmlOptions): string {
  return page({
    title,
    language,
    direction: 'ltr',
    stylesheet: 'shell.css',
    scripts: [{ src: 'shell.js', data }],
    body: '',
  });
}

export interface PlayerHtmlOptions {
  title: string;
  /** BCP 47. */
  language: string;
  direction: 'ltr' | 'rtl';
  /** In order; `player.js` last, after the `content.js` that it reads. */
  scripts: PlayerScript[];
  /** URL of `player.css`; default: beside the page. */
  stylesheet?: string;
}

/** The page around the player: no inline script or style, so it runs under a strict CSP. */
export function playerHtml({ stylesheet = 'player.css', ...options }: PlayerHtmlOptions): string {
  return page({ ...options, stylesheet, body: '<div id="player"></div>\n' });
}

function page(options: Required<PlayerHtmlOptions> & { body: string }): string {
  const { title, language, direction, scripts, stylesheet, body } = options;
  return `<!doctype html>
<html lang="${attribute(language)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${attribute(title)}</title>
<link rel="stylesheet" href="${attribute(stylesheet)}">
</head>
<body>
${body}<noscript>${attribute(title)}: JavaScript</noscript>
${scripts.map(scriptTag).join('\n')}
</body>
</html>
`;
}

function scriptTag(script: PlayerScript): string {
  const { src, data } = typeof script === 'string' ? { src: script, data: {} } : script;
  const attributes = Object.entries(data).map(([k, v]) => ` data-${k}="${attribute(v)}"`);
  return `<script src="${attribute(src)}"${attributes.join('')}></script>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function attribute(text: string): string {
  return text.replace(/[&<>"]/g, (c) => ENTITIES[c] ?? c);
}
