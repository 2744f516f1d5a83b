import { SignedLinkError } from '../platform/crypto/signed-links.ts';
import { Problem } from '../platform/http/problem.ts';

/** What a browser is answered that comes with a link to a course which does not open it. */
export function linkProblem(error: unknown): never {
  if (!(error instanceof SignedLinkError)) throw error;
  throw error.code === 'expired'
    ? new Problem(410, 'link_expired', {
        detail: 'This link has expired. Open the course again from where you got it.',
      })
    : new Problem(404, 'link_invalid', {
        detail: 'This link is not complete or not valid. Open it again from where you got it.',
      });
}
