import { wantedScopes } from '../scopes.ts';
import type { ToolUrls } from './tool-urls.ts';

/**
 * What Canvas takes under "Paste JSON" when a developer key is made
 * (canvas-lms, doc/api/lti_dev_key_config.md).
 */
export function canvasConfig(urls: ToolUrls) {
  const deepLinking = {
    enabled: true,
    message_type: 'LtiDeepLinkingRequest',
    target_link_uri: urls.deepLink,
    text: 'Crosswalk',
  };
  return {
    title: 'Crosswalk',
    description: 'Decks and quizzes whose results arrive in the gradebook.',
    oidc_initiation_url: urls.login,
    target_link_uri: urls.launch,
    redirect_uris: [urls.launch],
    public_jwk_url: urls.jwks,
    scopes: wantedScopes,
    extensions: [
      {
        platform: 'canvas.instructure.com',
        privacy_level: 'public',
        domain: new URL(urls.launch).hostname,
        settings: {
          text: 'Crosswalk',
          placements: [
            { placement: 'assignment_selection', ...deepLinking },
            { placement: 'link_selection', ...deepLinking },
          ],
        },
      },
    ],
    custom_fields: {},
  };
}
