import { LtiError } from '../lti-error.ts';

const paths = ['/lti/launch', '/lti/deep-link'];

/** A launch goes to this tool and nowhere else: anything else would be an open redirect. */
export function checkTarget(targetLinkUri: string, publicUrl: string): void {
  const target = URL.canParse(targetLinkUri) ? new URL(targetLinkUri) : undefined;
  const isOurs =
    target?.origin === new URL(publicUrl).origin &&
    target.username === '' &&
    paths.includes(target.pathname);
  if (isOurs) return;
  throw new LtiError(
    'target_foreign',
    `The target link URI has to be ${publicUrl}/lti/launch, not ${targetLinkUri.slice(0, 200)}`,
  );
}
