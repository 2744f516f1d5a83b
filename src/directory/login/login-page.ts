import { type Html, html } from '../../platform/http/html.ts';
import type { LoginErrorCode } from './login-error.ts';

const texts: Record<LoginErrorCode, { status: number; text: string }> = {
  unknown: { status: 404, text: 'Nobody signs in on this page. Look at the address again.' },
  wrong: { status: 401, text: 'The name or the password is wrong.' },
  password_change: {
    status: 403,
    text: 'Your password has to be changed first, where you sign in to your computer.',
  },
  inactive: {
    status: 403,
    text: 'Your account here is not active. Ask your administrator.',
  },
  unavailable: {
    status: 503,
    text: 'Your organisation’s directory does not answer right now. Try again in a minute.',
  },
  too_many: { status: 429, text: 'Too many attempts. Wait a quarter of an hour.' },
};

const failureText = 'Something went wrong on our side. Try again in a minute.';

export const statusOf = (code: LoginErrorCode): number => texts[code].status;

/** A page in the style of all sign-in pages, without scripts. */
export function loginDocument(title: string, body: Html): string {
  return `<!doctype html>${
    html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Crosswalk</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/sso/assets/style.css">
</head>
<body>
<main>${body}</main>
</body>
</html>`.markup
  }`;
}

export function loginForm({
  connectionId,
  organisation,
  name,
  error,
}: {
  connectionId: string;
  organisation: string;
  /** As it was typed in. */
  name: string;
  error: LoginErrorCode | undefined;
}): Html {
  return html`<h1>Sign in</h1>
<p>With your account at ${organisation}.</p>
<section>
${error && html`<p class="bad" role="alert">${texts[error].text}</p>`}
<form method="post" action="/directory/${connectionId}/login">
<label class="field"><span>User name or e-mail</span>
<input name="name" value="${name}" required maxlength="256" autocomplete="username" autocapitalize="none" spellcheck="false" ${name === '' && html`autofocus`}></label>
<label class="field"><span>Password</span>
<input type="password" name="password" required maxlength="1000" autocomplete="current-password" ${name !== '' && html`autofocus`}></label>
<p class="actions"><button>Sign in</button></p>
</form></section>`;
}

export function loginFailure(code: LoginErrorCode | undefined): Html {
  return html`<h1>That does not work</h1><p>${code ? texts[code].text : failureText}</p>`;
}
