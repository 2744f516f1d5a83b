import type { LookupFunction } from './lookups.ts';

/** What an LTI message is resolved by before its tenant is known. */
export const ltiLookups: LookupFunction[] = [
  {
    // An issuer may stand for many customers: two are enough to see that it is not unambiguous.
    signature: 'find_lti_registrations(wanted_issuer text, wanted_client text)',
    returns: 'setof lti_registration',
    body: `select r.* from lti_registration r
           where r.issuer = wanted_issuer and (wanted_client is null or r.client_id = wanted_client)
           order by r.id limit 2`,
  },
  {
    signature: 'find_lti_registration(wanted uuid)',
    returns: 'setof lti_registration',
    body: 'select r.* from lti_registration r where r.id = wanted',
  },
  {
    signature: 'find_lti_deployment(registration uuid, wanted text)',
    returns: 'setof lti_deployment',
    body: `select d.* from lti_deployment d
           where d.registration_id = registration and d.deployment_id = wanted`,
  },
  {
    signature: 'find_lti_deployment_by_id(wanted uuid)',
    returns: 'setof lti_deployment',
    body: 'select d.* from lti_deployment d where d.id = wanted',
  },
  {
    signature: 'find_lti_login(wanted text)',
    returns: 'setof lti_login',
    body: 'select l.* from lti_login l where l.state_hash = wanted',
  },
  {
    // Of two launches with one state, one gets it; a browser that cannot show what the login gave it
    // (its SHA-256) uses nothing up.
    signature: 'take_lti_login(wanted text, shown text)',
    returns: 'setof lti_login',
    body: 'delete from lti_login l where l.state_hash = wanted and l.binding_hash = shown returning l.*',
  },
  {
    signature: 'find_lti_invitation(wanted text)',
    returns: 'setof lti_invitation',
    body: 'select i.* from lti_invitation i where i.token_hash = wanted',
  },
  {
    signature: 'find_lti_claim(wanted text)',
    returns: 'setof lti_claim',
    body: 'select c.* from lti_claim c where c.code_hash = wanted and c.expires_at > now()',
  },
  {
    // Another tenant may claim a deployment only where the registration is shared.
    signature: 'take_lti_claim(wanted text, claimant uuid)',
    returns: 'setof lti_claim',
    body: `delete from lti_claim c
           where c.code_hash = wanted and c.expires_at > now()
             and (c.tenant_id = claimant or exists (select from lti_registration r
               where r.tenant_id = c.tenant_id and r.id = c.registration_id and r.is_shared))
           returning c.*`,
  },
];
