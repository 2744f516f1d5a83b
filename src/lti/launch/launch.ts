import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import { hashToken } from '../../platform/crypto/one-time-tokens.ts';
import type { Database, Last, TenantDb } from '../../platform/database/database.ts';
import { startDeepLinking, startLinkPicker } from '../deep-linking/start-deep-linking.ts';
import { launchRecord, refuseLaunch } from '../inspector/launch-record.ts';
import { recordLaunch } from '../inspector/launches.store.ts';
import { createTrail, type Trail } from '../inspector/trail.ts';
import { findLogin } from '../login/login.store.ts';
import { LtiError } from '../lti-error.ts';
import type { ShownError } from '../pages/error-page.ts';
import { noteServices } from '../services/note-services.ts';
import { enterCore, type LaunchOutcome, noteArrival } from './enter-core.ts';
import { type Doors, landInContent } from './landing.ts';
import { type LaunchForm, readLaunchForm } from './launch-form.ts';
import { findStorage, type Storage } from './storage-page.ts';
import {
  type LaunchFacts,
  type VerifiedLaunch,
  type VerifyDeps,
  verifyLaunch,
} from './verify-launch.ts';

export interface LaunchDeps extends VerifyDeps, Doors {
  database: Database;
  master: MasterKeys;
}

/** Where the browser goes now, or what it is shown. */
type LaunchAnswer =
  | { location: string }
  /** The platform may have kept what the browser has to show. */
  | { ask: { form: LaunchForm; storage: Storage } }
  | { refused: ShownError };

interface PostedLaunch {
  parameters: URLSearchParams;
  /** What the browser shows that it began the login. */
  bindingOf(form: LaunchForm): string | undefined;
}

/** One launch from the form to its landing, with its record for the inspector. */
export async function launch(
  deps: LaunchDeps,
  { parameters, bindingOf }: PostedLaunch,
): Promise<LaunchAnswer> {
  const trail = createTrail();
  const facts: LaunchFacts = {};
  const learn = (learnt: LaunchFacts) => Object.assign(facts, learnt);
  try {
    const form = trail.step('readLaunchForm', () => readLaunchForm(parameters));
    const binding = bindingOf(form);
    const storage = binding ? undefined : await findStorage(deps, form.state);
    if (storage) return { ask: { form, storage } };
    const verified = await verifyLaunch(deps, { form, binding, trail, learn });
    const location = await deps.database.tenant(verified.deployment.tenantId, (db, last) =>
      land(db, { deps, verified, trail, facts, last }),
    );
    return { location };
  } catch (error) {
    const state = parameters.get('state');
    if (!facts.login && state) learn(await loginFacts(deps, state));
    return { refused: await refuseLaunch(deps.database, { error, facts, trail }) };
  }
}

/** Whose launch it was that failed before its login was taken. */
async function loginFacts(
  { database, platforms }: LaunchDeps,
  state: string,
): Promise<LaunchFacts> {
  const login = await findLogin(database.lookup, hashToken(state));
  const platform = login && (await platforms.byId(login.registrationId));
  return { ...(login && { login }), ...(platform && { platform }) };
}

interface Arrival {
  deps: LaunchDeps;
  verified: VerifiedLaunch;
  trail: Trail;
  facts: LaunchFacts;
  last: Last;
}

async function land(
  db: TenantDb,
  { deps: { playCodes, courseLinks, master }, verified: launch, trail, facts, last }: Arrival,
): Promise<string> {
  const outcome = await trail.step('enterCore', () => enterCore(db, { launch, master }));
  const { contextId, link, known } = outcome;
  // Before what is noted of the course, as a roster does; nobody waits for its answer yet.
  const arrived = noteArrival(db, { launch, outcome });
  arrived.catch(() => undefined);
  if (contextId || link) {
    await noteServices(db, { ...launch, contextId, link, known: known.services });
  }
  const open = () =>
    destination(db, { verified: launch, outcome, doors: { playCodes, courseLinks } });
  // What signs the address of a course may have to be read first.
  const course = link?.assignment?.courseId ? await open() : undefined;
  const [location] = await last(() =>
    Promise.all([
      course ?? open(),
      arrived,
      recordLaunch(db, launchRecord({ id: launch.launchId, facts, trail, outcome })),
    ]),
  );
  return location;
}

async function destination(
  db: TenantDb,
  {
    verified: launch,
    outcome: { personId, link },
    doors,
  }: { verified: VerifiedLaunch; outcome: LaunchOutcome; doors: Doors },
): Promise<string> {
  if (!link) return (await startDeepLinking(db, { launch, personId })).location;
  const { assignment, linkId, groupId } = link;
  if (assignment) return landInContent(db, { launch, personId, assignment, doors });
  const { membership, isAdministrator } = launch.roles;
  if (membership !== 'instructor' && !isAdministrator) {
    throw new LtiError('not_set_up', 'The link names no content');
  }
  return (await startLinkPicker(db, { launch, personId, linkId, groupId })).location;
}
