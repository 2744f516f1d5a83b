import { Type } from 'typebox';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Nullable } from '../../platform/http/shapes.ts';
import { requireScimConnection } from './change-connection.ts';
import { checkMapping } from './check-mapping.ts';
import { UpdateScimConnection } from './connection.schema.ts';
import { type ConnectionRoutesDeps, connectionParams, read, tag } from './connections.routes.ts';
import { previewMapping } from './mapping-preview.ts';

const text = Nullable(Type.String());
const details = {
  displayName: Type.String(),
  givenName: text,
  familyName: text,
  email: text,
  locale: text,
  timeZone: text,
};

const PreviewMapping = Type.Object(
  {
    userId: Type.Optional({ ...Id, description: 'SCIM id of a User of the connection' }),
    user: Type.Optional(
      Type.Unsafe<unknown>({ type: 'object', description: 'or a User as a client would send it' }),
    ),
    mapping: Type.Optional(UpdateScimConnection.properties.mapping),
  },
  { additionalProperties: false },
);

const MappingPreview = Type.Object({
  person: Type.Object({ ...details, userName: text, externalId: text }),
  current: Nullable(Type.Object(details)),
});

/** What a mapping makes of one User, before it is kept. */
export function mappingPreviewRoutes({
  database,
  schemas,
}: Pick<ConnectionRoutesDeps, 'database' | 'schemas'>) {
  return [
    route({
      method: 'post',
      path: '/v1/scim/connections/{connectionId}/mapping-preview',
      id: 'previewScimMapping',
      tag,
      summary: 'See what a mapping makes of one User; changes nothing',
      access: read,
      params: connectionParams,
      body: PreviewMapping,
      answers: { 200: MappingPreview },
      handle: async ({ caller, params: { connectionId }, body: { userId, user, mapping } }) => {
        const ofTenant = await schemas.of(caller.tenantId);
        checkMapping(mapping, ofTenant.User);
        if ((userId === undefined) === (user === undefined)) {
          throw new Problem(422, 'invalid', { detail: 'Send either userId or user.' });
        }
        const preview = await database.read(caller.tenantId, async (db) => {
          const known = await requireScimConnection(db, connectionId);
          return previewMapping(db, {
            connection: { ...known, mapping: mapping ?? known.mapping },
            schemas: ofTenant,
            shown: userId === undefined ? { user } : { userId },
          });
        });
        return { status: 200, body: preview };
      },
    }),
  ];
}
