import { type Static, Type } from 'typebox';
import type { TenantDb } from '../../platform/database/database.ts';
import { getTenant } from '../../platform/tenancy/tenants.store.ts';

/** How a tenant wants its hub to behave; `PATCH /v1/settings` changes some. */
export const TenantSettings = Type.Object(
  {
    language: Type.String({
      minLength: 2,
      maxLength: 35,
      description: 'BCP 47, for new people and pages',
    }),
    timeZone: Type.String({
      minLength: 1,
      maxLength: 60,
      description: 'IANA, for people without one',
    }),
    dayStartsAt: Type.Integer({
      minimum: 0,
      maximum: 23,
      description: 'hour at which a study day begins',
    }),
    desiredRetention: Type.Number({ minimum: 0.7, maximum: 0.99 }),
    newPerDay: Type.Integer({
      minimum: 0,
      maximum: 9999,
      description: 'new prompts a person meets a day',
    }),
    playLinkDays: Type.Integer({
      minimum: 1,
      maximum: 365,
      description: 'how long a study link opens',
    }),
    studyStatements: Type.Union([Type.Literal('review'), Type.Literal('session')], {
      description: 'an xAPI statement for each review, or one for a study session with a summary',
    }),
    strictStateConcurrency: Type.Boolean({
      description:
        'whether xAPI 2.0 clients have to send If-Match to change a state that is there; clients of 1.0.x never have to',
    }),
    lmsEmailsAreVerified: Type.Boolean({
      description:
        'whether directories may recognise people of learning platforms by e-mail: only where no platform lets its users write what they like',
    }),
  },
  { additionalProperties: false },
);
export type TenantSettings = Static<typeof TenantSettings>;

const defaults: TenantSettings = {
  language: 'en',
  timeZone: 'UTC',
  dayStartsAt: 4,
  desiredRetention: 0.9,
  newPerDay: 20,
  playLinkDays: 30,
  studyStatements: 'review',
  strictStateConcurrency: true,
  lmsEmailsAreVerified: false,
};

/** The tenant's settings, defaults filled in. */
export async function readSettings(db: TenantDb): Promise<TenantSettings> {
  const tenant = await getTenant(db);
  return { ...defaults, ...tenant?.settings };
}
