import type { Context } from 'koa';
import type { Database } from '../../platform/database/database.ts';
import { sessionCookie } from '../../platform/http/sign-in-session.ts';
import { recordRefusal, type Underway } from '../attempts/record-attempt.ts';
import { sendErrorPage } from '../pages/error-page.ts';
import { sendSignedInPage } from '../pages/signed-in-page.ts';
import { sendTestPage } from '../pages/test-page.ts';
import { SsoError } from '../sso-error.ts';
import { type Finished, finishSignIn } from './finish-sign-in.ts';
import type { Told } from './told.ts';

interface AnswerDeps {
  database: Database;
  publicUrl: string;
}

/** What a standard makes of the answer of a provider; `underway` learns as it goes. */
export interface Answered {
  underway: Underway;
  /** Known once it is verified. */
  readonly returnTo: string | undefined;
  /** Every check of the standard. @throws SsoError */
  verify(): Promise<Told>;
}

/** Verifies, signs in and answers with a page; whatever is refused is written down with its reference. */
export async function answerSignIn(
  ctx: Context,
  deps: AnswerDeps,
  answered: Answered,
): Promise<void> {
  const { underway } = answered;
  try {
    const told = await answered.verify();
    underway.told = told;
    const finished = await finishSignIn(deps.database, { ...underway, told });
    sendFinished(ctx, deps, { finished, underway, returnTo: answered.returnTo });
  } catch (error) {
    if (!(error instanceof SsoError)) throw error;
    const { reference } = await recordRefusal(deps.database, { underway, error });
    ctx.state.log.info({ err: error, reference }, 'sign-in refused');
    if (underway.kind === 'test') {
      const { returnTo: backTo } = answered;
      sendTestPage(ctx, { underway, backTo, refused: { error, reference } });
      return;
    }
    sendErrorPage(ctx, { code: error.code, reference });
  }
}

function sendFinished(
  ctx: Context,
  { publicUrl }: AnswerDeps,
  {
    finished,
    underway,
    returnTo,
  }: { finished: Finished; underway: Underway; returnTo: string | undefined },
): void {
  if ('tested' in finished) {
    sendTestPage(ctx, { underway, backTo: returnTo, ...finished });
    return;
  }
  const { cookies, expiresAt, home } = finished.signedIn;
  const maxAgeMs = Math.max(0, expiresAt.getTime() - Date.now());
  for (const { name, token } of cookies) {
    ctx.append('Set-Cookie', sessionCookie({ name, token, publicUrl, maxAgeMs }));
  }
  sendSignedInPage(ctx, { location: landing(returnTo, home), name: finished.person.displayName });
}

/** Pages of the hub itself are for those who have a role there. */
function landing(returnTo: string | undefined, home: string): string {
  return returnTo === undefined || (home !== '/' && !returnTo.startsWith('/play/'))
    ? home
    : returnTo;
}
