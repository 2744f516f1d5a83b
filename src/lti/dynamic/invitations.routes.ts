import { Type } from 'typebox';
import { audit } from '../../platform/audit/audit.store.ts';
import { newToken } from '../../platform/crypto/one-time-tokens.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, Nullable, Page, PageQuery, Time } from '../../platform/http/shapes.ts';
import { KeySet, Profile } from '../registrations/registration.schema.ts';
import { tag, write } from '../registrations/registrations.routes.ts';
import {
  deleteInvitation,
  type Invitation,
  insertInvitation,
  listInvitations,
} from './invitation.store.ts';

const HOUR_MS = 3_600_000;
const DEFAULT_HOURS = 72;
const Name = Type.String({ minLength: 1, maxLength: 400, pattern: '^[^\\u0000]*$' });

const LtiInvitation = Type.Object({
  id: Id,
  name: Nullable(Type.String()),
  profile: Nullable(Profile),
  keySet: KeySet,
  createdAt: Time,
  expiresAt: Time,
  usedAt: Nullable(Time),
  registrationId: Nullable(Id),
});

const shown = ({ tenantId: _, createdBy: _by, ...invitation }: Invitation) => invitation;

interface InvitationRoutesDeps {
  database: Database;
  config: { publicUrl: string };
}

/** `/v1/lti/invitations`: links by which a platform registers itself. */
export function invitationRoutes({ database, config }: InvitationRoutesDeps) {
  return [
    route({
      method: 'get',
      path: '/v1/lti/invitations',
      id: 'listLtiInvitations',
      tag,
      summary: 'List invitations to register, newest first',
      access: write,
      query: PageQuery,
      answers: { 200: Page(LtiInvitation) },
      handle: async ({ caller, query }) => {
        const page = await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listInvitations(db, range)),
        );
        return { status: 200, body: { ...page, data: page.data.map(shown) } };
      },
    }),
    route({
      method: 'post',
      path: '/v1/lti/invitations',
      id: 'createLtiInvitation',
      tag,
      summary: 'Invite a platform to register itself, once',
      description:
        'Paste the URL where the platform asks for a registration URL (LTI Dynamic Registration 1.0). It is shown only here.',
      access: write,
      body: Type.Object(
        {
          name: Type.Optional(Name),
          profile: Type.Optional(Profile),
          keySet: Type.Optional(KeySet),
          expiresInHours: Type.Optional(Type.Integer({ minimum: 1, maximum: 720 })),
        },
        { additionalProperties: false },
      ),
      answers: { 201: Type.Object({ id: Id, url: Type.String(), expiresAt: Time }) },
      handle: async ({ caller, body }) => {
        const { name = null, profile = null, keySet = 'shared', expiresInHours } = body;
        const [id, { token, hash }] = [uuidv7(), newToken()];
        const expiresAt = new Date(Date.now() + (expiresInHours ?? DEFAULT_HOURS) * HOUR_MS);
        await database.tenant(caller.tenantId, async (db) => {
          const given = { id, name, profile, keySet, expiresAt };
          await insertInvitation(db, { ...given, createdBy: caller.name, tokenHash: hash });
          await audit(db, {
            actor: caller.name,
            action: 'lti_invitation.created',
            subject: { type: 'lti_invitation', id },
            detail: { name, profile, keySet },
          });
        });
        const url = `${config.publicUrl}/lti/register?token=${token}`;
        return { status: 201, body: { id, url, expiresAt } };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/lti/invitations/{invitationId}',
      id: 'deleteLtiInvitation',
      tag,
      summary: 'Withdraw an invitation; what was registered by it stays',
      access: write,
      params: Type.Object({ invitationId: Id }),
      answers: { 204: null },
      handle: async ({ caller, params: { invitationId: id } }) => {
        await database.tenant(caller.tenantId, async (db) => {
          if (!(await deleteInvitation(db, id))) {
            throw new Problem(404, 'not_found', { detail: 'There is no such invitation.' });
          }
          await audit(db, {
            actor: caller.name,
            action: 'lti_invitation.deleted',
            subject: { type: 'lti_invitation', id },
            detail: {},
          });
        });
        return { status: 204 };
      },
    }),
  ];
}
