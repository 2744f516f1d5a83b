import { TokenError } from './token-error.ts';

export interface ClientCredentials {
  id: string;
  secret: string;
  /** A failure of credentials in a header is answered by a challenge (RFC 6749 5.2). */
  sent: 'in the header' | 'in the body';
}

/**
 * The credentials of RFC 6749 2.3.1; one way to send them at a time.
 * @throws TokenError
 */
export function clientCredentials(authorization: string, form: URLSearchParams): ClientCredentials {
  const basic = /^Basic +([\w+/-]+={0,2}) *$/i.exec(authorization)?.[1];
  const [id, secret] = [form.get('client_id'), form.get('client_secret')];
  if (basic === undefined) {
    if (!id || !secret)
      throw new TokenError('invalid_request', 'Send client_id and client_secret.');
    return { id, secret, sent: 'in the body' };
  }
  if (secret) throw new TokenError('invalid_request', 'Send the credentials in one way only.');
  const [, user = '', password = ''] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(basic, 'base64').toString()) ?? [];
  return { id: formDecoded(user), secret: formDecoded(password), sent: 'in the header' };
}

/** RFC 6749 2.3.1 has both encoded as a form before they go into the header. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
