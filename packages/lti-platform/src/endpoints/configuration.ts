import type { Context } from '../context.ts';
import { json } from '../http/answer.ts';
import type { Route } from '../http/routes.ts';
import { claim, configurationOf, message, scope } from '../names.ts';

/** Dynamic Registration 1.0 3.4. */
export function configurationRoute(context: Context): Route {
  return {
    name: 'configuration',
    methods: ['GET'],
    path: '/.well-known/openid-configuration',
    handle: () => json(configuration(context)),
  };
}

function configuration({ issuer, urls, profile }: Context): Record<string, unknown> {
  return {
    issuer,
    authorization_endpoint: urls.authorize,
    token_endpoint: urls.token,
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS256'],
    jwks_uri: urls.jwks,
    registration_endpoint: urls.registration,
    scopes_supported: ['openid', ...Object.values(scope)],
    response_types_supported: ['id_token'],
    subject_types_supported: ['public', 'pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    claims_supported: ['sub', 'iss', 'name', 'given_name', 'family_name', 'email'],
    [configurationOf.platform]: {
      product_family_code: profile.productFamily,
      version: '1',
      messages_supported: [
        { type: message.resourceLink },
        { type: message.deepLinking, placements: ['ContentArea'] },
        { type: message.submissionReview },
      ],
      variables: ['Context.id', 'User.id', 'ResourceLink.id'],
      notice_types_supported: ['LtiHelloWorldNotice', 'LtiContextCopyNotice'],
      claims_supported: Object.values(claim),
    },
  };
}
