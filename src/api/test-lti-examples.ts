import { uuidv7 } from '../platform/crypto/uuid.ts';
import type { MakeExample } from './test-example.ts';

const query = { limit: '5' };

/** Of the operations of LTI. */
export const ltiExamples: Record<string, MakeExample> = {
  listLtiRegistrations: async ({ lti }) => {
    await lti.registration();
    return { query, status: 200 };
  },
  createLtiRegistration: ({ lti }) => ({
    body: { ...lti.platform(), deploymentIds: ['1'], profile: 'moodle' },
    // One client id of an issuer is registered once in the hub.
    foreignBody: lti.platform(),
    status: 201,
    foreign: 'own',
  }),
  getLtiRegistration: async ({ lti }) => ({
    params: { registrationId: await lti.registration() },
    status: 200,
  }),
  updateLtiRegistration: async ({ lti }) => ({
    params: { registrationId: await lti.registration() },
    body: { isEnabled: false, overrides: { missingSub: 'refuse' } },
    status: 200,
  }),
  deleteLtiRegistration: async ({ lti }) => ({
    params: { registrationId: await lti.registration() },
    status: 204,
  }),
  getLtiConfiguration: () => ({ query: { for: 'canvas' }, status: 200, foreign: 'own' }),
  getLtiRegistrationConfiguration: async ({ lti }) => ({
    params: { registrationId: await lti.registration() },
    query: { for: 'canvas' },
    status: 200,
  }),

  listLtiDeployments: async ({ lti }) => ({
    params: { registrationId: (await lti.deployment()).registrationId },
    query,
    status: 200,
  }),
  createLtiDeployment: async ({ lti }) => ({
    params: { registrationId: await lti.registration() },
    body: { deploymentId: '2', name: 'Biology' },
    status: 201,
  }),
  updateLtiDeployment: async ({ lti }) => ({
    params: { deploymentId: (await lti.deployment()).id },
    body: { isEnabled: false },
    status: 200,
  }),
  deleteLtiDeployment: async ({ lti }) => ({
    params: { deploymentId: (await lti.deployment()).id },
    status: 204,
  }),

  listLtiInvitations: async ({ lti }) => {
    await lti.invitation();
    return { query, status: 200 };
  },
  createLtiInvitation: () => ({
    body: { name: 'Moodle', profile: 'moodle', expiresInHours: 1 },
    status: 201,
    foreign: 'own',
  }),
  deleteLtiInvitation: async ({ lti }) => ({
    params: { invitationId: await lti.invitation() },
    status: 204,
  }),
  listLtiDeliveries: async ({ lti }) => {
    await lti.delivery();
    return { query: { ...query, state: 'dead' }, status: 200 };
  },
  getLtiDelivery: async ({ lti }) => ({
    params: { deliveryId: await lti.delivery() },
    status: 200,
  }),
  resendLtiDelivery: async ({ lti }) => ({
    params: { deliveryId: await lti.delivery() },
    body: { comment: 'Well done' },
    status: 202,
  }),
  resendLtiDeliveries: async ({ lti }) => {
    await lti.delivery();
    return { body: { state: 'dead' }, status: 202, foreign: 'own' };
  },
  listLtiContexts: async ({ lti }) => {
    await lti.context();
    return { query, status: 200 };
  },
  syncLtiContext: async ({ lti }) => ({
    params: { contextId: await lti.context() },
    status: 202,
  }),
  claimLtiDeployment: async ({ lti }) => ({
    body: { code: await lti.claimCode() },
    status: 201,
    foreign: 404,
  }),

  listLtiLaunches: async ({ lti }) => {
    await lti.launch();
    return { query: { ...query, outcome: 'refused' }, status: 200 };
  },
  getLtiLaunch: async ({ lti }) => ({ params: { launchId: await lti.launch() }, status: 200 }),

  listLtiConsumerKeys: async ({ lti }) => {
    await lti.consumerKey();
    return { query, status: 200 };
  },
  createLtiConsumerKey: () => ({
    body: { key: uuidv7(), secret: 'as the platform has it' },
    status: 201,
    foreign: 'own',
  }),
  deleteLtiConsumerKey: async ({ lti }) => ({
    params: { consumerKeyId: await lti.consumerKey() },
    status: 204,
  }),
};
