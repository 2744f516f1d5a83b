import { MAX_OPERATIONS, MAX_PAYLOAD } from '../bulk/read-bulk.ts';
import { eventUris } from '../events/record-events.ts';
import { CURSOR_SECONDS } from '../queries/cursors.ts';
import { DEFAULT_PAGE, MAX_PAGE } from '../queries/query.ts';

/** RFC 7643 5, RFC 9865 4 and RFC 9967 4. @param base URL of `/scim/v2` */
export function serviceProviderConfig(base: string) {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: true },
    bulk: { supported: true, maxOperations: MAX_OPERATIONS, maxPayloadSize: MAX_PAYLOAD },
    filter: { supported: true, maxResults: MAX_PAGE },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: DEFAULT_PAGE,
      maxPageSize: MAX_PAGE,
      cursorTimeout: CURSOR_SECONDS,
    },
    securityEvents: { asyncRequest: 'request', eventUris },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'A token of the connection, or one fetched by OAuth 2.0 client credentials.',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
    ],
    meta: {
      resourceType: 'ServiceProviderConfig',
      location: `${base}/ServiceProviderConfig`,
    },
  };
}
