import type { MakeExample } from './test-examples.ts';

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
};
