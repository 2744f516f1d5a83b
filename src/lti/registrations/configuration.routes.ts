import { Type } from 'typebox';
import type { Database } from '../../platform/database/database.ts';
import { route } from '../../platform/http/route.ts';
import { OneOf } from '../../platform/http/shapes.ts';
import { canvasConfig } from './canvas-config.ts';
import { KeySet } from './registration.schema.ts';
import { getRegistration } from './registration.store.ts';
import { noRegistration, read, registrationParams, tag } from './registrations.routes.ts';
import { toolUrls } from './tool-urls.ts';

interface ConfigurationRoutesDeps {
  database: Database;
  config: { publicUrl: string };
}

const CanvasConfig = Type.Object(
  {
    title: Type.String(),
    oidc_initiation_url: Type.String(),
    target_link_uri: Type.String(),
    public_jwk_url: Type.String(),
    scopes: Type.Array(Type.String()),
    extensions: Type.Array(Type.Object({}, { additionalProperties: true })),
  },
  { additionalProperties: true },
);
const wantedFor = OneOf(['canvas'] as const);

/** This tool as platforms take it that are set up by a file. */
export function configurationRoutes({ database, config }: ConfigurationRoutesDeps) {
  return [
    route({
      method: 'get',
      path: '/v1/lti/configuration',
      id: 'getLtiConfiguration',
      tag,
      summary: 'The JSON that Canvas takes for a new developer key',
      description: 'Canvas tells the client id only once the key is made: register after that.',
      access: read,
      query: Type.Object(
        { for: wantedFor, keySet: Type.Optional(KeySet) },
        { additionalProperties: false },
      ),
      answers: { 200: CanvasConfig },
      handle: async ({ caller: { tenantId }, query: { keySet = 'shared' } }) => ({
        status: 200,
        body: canvasConfig(toolUrls(config.publicUrl, { tenantId, keySet })),
      }),
    }),
    route({
      method: 'get',
      path: '/v1/lti/registrations/{registrationId}/configuration',
      id: 'getLtiRegistrationConfiguration',
      tag,
      summary: 'The JSON that Canvas takes, for a registration that is there',
      access: read,
      params: registrationParams,
      query: Type.Object({ for: wantedFor }, { additionalProperties: false }),
      answers: { 200: CanvasConfig },
      handle: async ({ caller, params }) => {
        const found = await database.read(caller.tenantId, (db) =>
          getRegistration(db, params.registrationId),
        );
        if (!found) throw noRegistration();
        return { status: 200, body: canvasConfig(toolUrls(config.publicUrl, found)) };
      },
    }),
  ];
}
