import { DirectoryError, type DirectoryErrorCode } from '../directory-error.ts';

export interface LdapResult {
  /** RFC 4511 appendix A. */
  status: number;
  errorMessage: string;
}

const meanings: Record<number, [DirectoryErrorCode, string]> = {
  3: ['truncated', 'The server ended the search after its time limit'],
  4: ['truncated', 'The server ended the search after its size limit'],
  7: ['encryption_required', 'The server does not take simple binds'],
  8: ['encryption_required', 'The server takes passwords only over an encrypted connection'],
  10: ['referral', 'The server sends us to another one'],
  11: ['truncated', 'The server ended the search after an administrative limit'],
  12: ['refused', 'The server does not know a control that we need, such as paged results'],
  13: ['encryption_required', 'The server takes passwords only over an encrypted connection'],
  32: ['refused', 'There is no such object: look at the base DN, and at what the account may see'],
  34: ['refused', 'A DN is not one'],
  48: ['wrong_credentials', 'The account cannot sign in with a password'],
  49: ['wrong_credentials', 'The DN or the password of the account is wrong'],
  50: ['refused', 'The account may not see this'],
  51: ['disconnected', 'The server is busy'],
  52: ['disconnected', 'The server is not available'],
  53: ['refused', 'The server is not willing to do this'],
  71: ['referral', 'The server would have to ask another one'],
};

/**
 * What Active Directory adds to error 49 (`AcceptSecurityContext error, data 52e`). All but 52e, 525
 * and 775 are said only to who knows the password.
 */
const accountStates: Record<string, [DirectoryErrorCode, string]> = {
  '530': ['wrong_credentials', 'The account may not sign in at this time'],
  '531': ['wrong_credentials', 'The account may not sign in from here'],
  '532': ['password_change', 'The password of the account has expired'],
  '533': ['wrong_credentials', 'The account is disabled'],
  '701': ['wrong_credentials', 'The account has expired'],
  '773': ['password_change', 'The password of the account has to be changed first'],
  '775': ['wrong_credentials', 'The account is locked'],
};

/** What a result other than success means. */
export function resultError({ status, errorMessage }: LdapResult): DirectoryError {
  const state = /\bdata ([0-9a-f]{3})\b/i.exec(errorMessage)?.[1]?.toLowerCase() ?? '';
  const known = (status === 49 ? accountStates[state] : undefined) ?? meanings[status];
  const [code, text] = known ?? ['refused', 'The server refused'];
  const said = printable(errorMessage);
  return new DirectoryError(code, `${text} (result ${status}${said && `: ${said}`})`);
}

function printable(text: string): string {
  return text
    .replaceAll(/[^\P{C}]+/gu, ' ')
    .trim()
    .slice(0, 300);
}
