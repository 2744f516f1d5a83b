import { claimFunction } from '../jobs/claim-function.ts';
import { jobLookups } from '../jobs/job.lookups.ts';
import { scheduleLookups } from '../jobs/schedules/schedule.lookups.ts';
import { directoryLookups } from './directory.lookups.ts';
import { lookupDefinitions } from './lookups.ts';
import { ltiLookups } from './lti.lookups.ts';
import { ltiWorkLookups } from './lti-work.lookups.ts';
import { scimTokenLookups } from './scim-tokens.lookups.ts';
import { ssoLookups } from './sso.lookups.ts';

/** Every SECURITY DEFINER function of the hub, as SQL. */
export const allLookups = [
  lookupDefinitions(
    ...jobLookups,
    ...scheduleLookups,
    ...ltiLookups,
    ...ltiWorkLookups,
    ...scimTokenLookups,
    ...ssoLookups,
    ...directoryLookups,
  ),
  claimFunction,
].join('\n');
