import type { Database } from '../../platform/database/database.ts';
import { refuseLaunch } from '../inspector/launch-record.ts';
import { createTrail } from '../inspector/trail.ts';
import type { LaunchFacts } from '../launch/verify-launch.ts';
import type { ShownError } from '../pages/error-page.ts';
import type { Platform } from '../registrations/platforms.ts';
import { type BegunLogin, beginLogin, findPlatform, type LoginDeps } from './login.ts';
import { readLoginRequest } from './login-request.ts';

type LoginAnswer = { platform: Platform; begun: BegunLogin } | { refused: ShownError };

/** One login, from its parameters to what sends the browser on. */
export async function login(
  deps: LoginDeps & { database: Database },
  parameters: URLSearchParams,
): Promise<LoginAnswer> {
  const trail = createTrail();
  const facts: LaunchFacts = {};
  try {
    const request = trail.step('readLogin', () => readLoginRequest(parameters));
    const platform = await trail.step('findRegistration', () =>
      findPlatform(deps.platforms, request),
    );
    facts.platform = platform;
    return { platform, begun: await beginLogin(deps, { platform, request, trail }) };
  } catch (error) {
    return { refused: await refuseLaunch(deps.database, { error, facts, trail }) };
  }
}
