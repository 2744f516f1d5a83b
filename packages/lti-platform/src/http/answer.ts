/** What an endpoint answers, before a fault may spoil it. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export function json(
  value: unknown,
  { status = 200, type = 'application/json', headers = {} }: JsonOptions = {},
): Answer {
  return { status, headers: { 'Content-Type': type, ...headers }, body: JSON.stringify(value) };
}

interface JsonOptions {
  status?: number;
  type?: string;
  headers?: Record<string, string>;
}

export function html(body: string, status = 200): Answer {
  return {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
    body,
  };
}

export const empty = (status = 204): Answer => ({ status, headers: {}, body: '' });

export const redirect = (location: string, status = 302): Answer => ({
  status,
  headers: { Location: location },
  body: '',
});

/** Ends the handling of a request with this answer. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly answer: Answer;
  constructor(status: number, detail: string, headers: Record<string, string> = {}) {
    super(detail);
    this.answer = json({ error: detail }, { status, headers });
  }
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

/** A page that posts a form by itself, as platforms send id_tokens and tools their answers. */
export function formPost(action: string, fields: Record<string, string>): Answer {
  const inputs = Object.entries(fields).map(
    ([name, value]) =>
      `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return html(`<!doctype html><title>One moment</title>
<form method="post" action="${escapeHtml(action)}">${inputs.join('')}<noscript><button>Go on</button></noscript></form>
<script>document.forms[0].submit()</script>`);
}
