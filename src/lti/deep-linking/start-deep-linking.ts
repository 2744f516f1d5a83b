import type { TenantDb } from '../../platform/database/database.ts';
import { claimNames, objectOf, textOf, textsOf } from '../claims.ts';
import type { VerifiedLaunch } from '../launch/verify-launch.ts';
import { LtiError } from '../lti-error.ts';
import { frameAncestorsOf } from '../pages/frame-ancestors.ts';
import { localeOf } from '../people/person-details.ts';
import { openPicker, type Picking } from './picker-session.ts';

type Launch = Pick<VerifiedLaunch, 'platform' | 'deployment' | 'claims' | 'roles'>;

/**
 * The picker for a deep linking request (Deep Linking 2.0 4.4).
 * @throws LtiError for learners, who must not see answers
 */
export async function startDeepLinking(
  db: TenantDb,
  { launch, personId }: { launch: Launch; personId: string | undefined },
): Promise<{ location: string }> {
  const settings = objectOf(launch.claims[claimNames.deepLinkingSettings]);
  const { data } = settings;
  return openPicker(db, {
    personId,
    picking: {
      ...pickingFor(launch),
      target: {
        kind: 'response',
        returnUrl: textOf(settings.deep_link_return_url) ?? '',
        // 4.4.1: goes back as it came, the empty text too.
        data: typeof data === 'string' ? data : null,
      },
      accepts: {
        links: textsOf(settings.accept_types).includes('ltiResourceLink'),
        multiple: settings.accept_multiple === true,
        lineItems: settings.accept_lineitem !== false,
      },
      title: textOf(settings.title) ?? null,
    },
  });
}

/** The same picker for a link that a teacher opens before anybody has chosen what it is. */
export async function startLinkPicker(
  db: TenantDb,
  {
    launch,
    personId,
    linkId,
    groupId,
  }: { launch: Launch; personId: string | undefined; linkId: string; groupId: string },
): Promise<{ location: string }> {
  return openPicker(db, {
    personId,
    picking: {
      ...pickingFor(launch),
      target: { kind: 'link', linkId, groupId },
      accepts: { links: true, multiple: false, lineItems: true },
      title: textOf(objectOf(launch.claims[claimNames.resourceLink]).title) ?? null,
    },
  });
}

function pickingFor({
  platform,
  deployment,
  claims,
  roles,
}: Launch): Pick<Picking, 'registrationId' | 'deploymentId' | 'locale' | 'frameAncestors'> {
  const isLearner = roles.membership === 'learner' || roles.membership === 'observer';
  if (isLearner && !roles.isAdministrator) {
    throw new LtiError('message_unsupported', 'Only teachers choose content');
  }
  return {
    registrationId: platform.registration.id,
    deploymentId: deployment.deploymentId,
    locale: localeOf(objectOf(claims[claimNames.launchPresentation]).locale),
    frameAncestors: frameAncestorsOf(platform, claims),
  };
}
