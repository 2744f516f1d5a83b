import { claimNames, type LaunchClaims, objectOf, textOf, textsOf } from '../../claims.ts';
import { isId, refuse } from './refuse.ts';

export type Message = 'resource-link' | 'deep-linking' | 'submission-review';

const messages = new Map<unknown, Message>([
  ['LtiResourceLinkRequest', 'resource-link'],
  ['LtiDeepLinkingRequest', 'deep-linking'],
  ['LtiSubmissionReviewRequest', 'submission-review'],
]);

export function messageOf(claims: LaunchClaims): Message | undefined {
  return messages.get(claims[claimNames.messageType]);
}

/** What each message must say beyond what all do. @throws LtiError */
export function checkMessageClaims({ claims }: { claims: LaunchClaims }): void {
  const message = messageOf(claims);
  if (message === 'deep-linking') checkDeepLinking(claims);
  else checkResourceLink(claims);
  if (message === 'submission-review') checkReview(claims);
  const context = claims[claimNames.context];
  // Core 1.3 5.4.1: a context has an id, unless there is none of it.
  if (context !== undefined && context !== null && !isId(objectOf(context).id)) {
    refuse('claim_missing', 'The context has no id');
  }
}

/** Core 1.3 5.3.5 */
function checkResourceLink(claims: LaunchClaims): void {
  if (!isId(objectOf(claims[claimNames.resourceLink]).id)) {
    refuse('claim_missing', 'There is no resource_link with an id');
  }
}

/** Deep Linking 2.0 4.4.1 */
function checkDeepLinking(claims: LaunchClaims): void {
  const settings = objectOf(claims[claimNames.deepLinkingSettings]);
  const returnUrl = textOf(settings.deep_link_return_url) ?? '';
  if (!URL.canParse(returnUrl) || !/^https?:$/.test(new URL(returnUrl).protocol)) {
    refuse('claim_missing', 'The deep linking settings have no deep_link_return_url');
  }
  for (const name of ['accept_types', 'accept_presentation_document_targets']) {
    if (textsOf(settings[name]).length === 0) {
      refuse('claim_missing', `The deep linking settings have no ${name}`);
    }
  }
}

/** Submission Review 1.0 3.2 */
function checkReview(claims: LaunchClaims): void {
  if (!isId(objectOf(claims[claimNames.forUser]).user_id)) {
    refuse('claim_missing', 'The review does not say whose submission it is (for_user.user_id)');
  }
  if (!textOf(objectOf(claims[claimNames.grades]).lineitem)) {
    refuse('claim_missing', 'The review has no line item');
  }
}
