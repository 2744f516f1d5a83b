import type { ProfileName, Violation } from '@crosswalk/lti-platform';
import type { Case, Step } from '../case.ts';
import type { Feature, ToolDriver } from '../tool-driver.ts';
import { type Outcome, UnmetError } from './outcome.ts';
import { runDeepLink } from './run-deep-link.ts';
import { runLaunch } from './run-launch.ts';
import { runLogin } from './run-login.ts';
import { runNotice } from './run-notice.ts';
import { runRegistration } from './run-registration.ts';
import { runRoster } from './run-roster.ts';
import { runScore } from './run-score.ts';
import { type DrivenClass, type DrivenSchool, openClass, openSchool } from './school.ts';

const featureOf: Record<Case['kind'], Feature> = {
  launch: 'launch',
  login: 'launch',
  score: 'scores',
  roster: 'roster',
  'deep-link': 'deep-linking',
  registration: 'registration',
  notice: 'notices',
};

export interface Runner {
  run(one: Case): Promise<Outcome>;
  close(): Promise<void>;
}

/** Runs cases one after the other against one tool, at one platform for each profile. */
export function createRunner(driver: ToolDriver): Runner {
  const schools = new Map<ProfileName, DrivenSchool>();
  let seed = 0;

  async function school(profile: ProfileName): Promise<DrivenSchool> {
    seed += 1;
    const opened = schools.get(profile) ?? (await openSchool(driver, { profile, seed }));
    schools.set(profile, opened);
    return opened;
  }

  async function ownSchool(profile: ProfileName): Promise<DrivenSchool> {
    seed += 1;
    return openSchool(driver, { profile, seed });
  }

  async function violationsOf(one: Case): Promise<readonly Violation[]> {
    if (one.kind === 'registration') {
      seed += 1;
      return runRegistration(driver, one, seed);
    }
    const profile = one.profile ?? 'spec';
    const isAlone = leavesTraces(one);
    const at = isAlone ? await ownSchool(profile) : await school(profile);
    const { platform } = at;
    platform.violations.take();
    try {
      await runIn(openClass(at), one);
      return platform.violations.take();
    } finally {
      platform.faults.clear();
      if (isAlone) await at.platform.close();
    }
  }

  return {
    run: async (one) => {
      const missing = [featureOf[one.kind], ...(one.needs ?? [])].find(
        (feature) => !driver.offers.has(feature),
      );
      if (missing) return { result: 'not offered', reason: missing };
      try {
        const blamed = (await violationsOf(one)).filter(
          ({ level }) => driver.isStrict || level === 'MUST',
        );
        const reason = [...new Set(blamed.map(({ rule, detail }) => `${rule}: ${detail}`))];
        if (reason.length === 0) return { result: 'passed' };
        return { result: 'failed', reason: reason.join('; ') };
      } catch (error) {
        const wanted = error instanceof UnmetError ? `wanted ${error.message}` : String(error);
        return { result: 'failed', reason: wanted.replace(/\s+/g, ' ') };
      }
    },
    close: async () => {
      for (const { platform } of schools.values()) await platform.close();
    },
  };
}

function runIn(at: DrivenClass, one: Exclude<Case, { kind: 'registration' }>): Promise<void> {
  switch (one.kind) {
    case 'launch':
      return runLaunch(at, one);
    case 'login':
      return runLogin(at, one);
    case 'score':
      return runScore(at, one);
    case 'roster':
      return runRoster(at, one);
    case 'deep-link':
      return runDeepLink(at, one);
    case 'notice':
      return runNotice(at, one);
  }
}

/** Tools keep keys and access tokens for each platform: what is about them begins with none. */
function leavesTraces(one: Case): boolean {
  if (one.kind === 'launch') return one.mutate.before !== undefined;
  if (one.kind === 'roster') return one.mutate.revokeTokens === true;
  if (one.kind !== 'score') return false;
  const isAboutTokens = one.expect.atMost?.path === 'token';
  return isAboutTokens || one.steps.some((step) => touchesTokens(step));
}

const touchesTokens = (step: Step) =>
  step.do === 'revoke-tokens' || (step.do === 'fault' && step.fault.path === 'token');
