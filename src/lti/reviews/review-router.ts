import { Router } from '@koa/router';
import type { Context } from 'koa';
import { commentAttempt } from '../../core/study/comment-attempt.ts';
import { isUuid } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { readForm } from '../../platform/http/body.ts';
import { LtiError } from '../lti-error.ts';
import { readersLanguage } from '../pages/language.ts';
import { sendPage } from '../pages/page.ts';
import { pageErrors } from '../pages/page-errors.ts';
import { readReview } from './review.ts';
import { reviewPage } from './review-page.ts';
import { beginReview, findReview, type ReviewSession } from './review-token.ts';

const styles = ['/lti/assets/forms.css', '/lti/assets/review.css'];
const MAX_COMMENT = 10_000;

type WithParams = Context & { params: Record<string, string> };

/** `/lti/review`: what somebody has done, and what a teacher says of it. */
export function reviewRouter({ database }: { database: Database }): Router {
  const router = new Router();

  router.get('/lti/review/:code', (ctx: WithParams) =>
    pageErrors(async () => {
      ctx.state.route = '/lti/review/{code}';
      const code = await findReview(database, 'code', ctx.params.code ?? '');
      learnReader(ctx, code);
      const token =
        code?.isOpen && (await database.tenant(code.tenantId, (db) => beginReview(db, code)));
      if (!code || !token) throw spent();
      await database.read(code.tenantId, (db) => sendReview(ctx, db, { session: code, token }));
    })(ctx),
  );

  router.post(
    '/lti/review/comments',
    pageErrors(async (ctx) => {
      ctx.state.route = '/lti/review/comments';
      const form = await readForm(ctx.req);
      const token = form.get('session') ?? '';
      const session = await findReview(database, 'session', token);
      learnReader(ctx, session);
      if (!session?.isOpen) throw spent();
      const attemptId = form.get('attempt') ?? '';
      const said = (form.get('comment') ?? '').trim().slice(0, MAX_COMMENT);
      await database.tenant(session.tenantId, async (db) => {
        await comment(db, { session, attemptId, comment: said || null });
        await sendReview(ctx, db, { session, token, saved: attemptId });
      });
    }),
  );
  return router;
}

function spent(): LtiError {
  return new LtiError('state_unknown', 'This review was opened already, or is too old');
}

/** For the page of an error that may follow. */
function learnReader(ctx: Context, session: ReviewSession | undefined): void {
  ctx.state.frameAncestors = session?.frameAncestors;
  ctx.state.locale = session?.locale;
}

/** Only of attempts that the review shows. */
async function comment(
  db: TenantDb,
  {
    session: { as, assignmentId, learnerId },
    attemptId,
    comment: said,
  }: { session: ReviewSession; attemptId: string; comment: string | null },
): Promise<void> {
  if (as !== 'teacher') throw new LtiError('message_unsupported', 'Only teachers comment');
  const review = await readReview(db, { assignmentId, learnerId });
  const isShown = review?.attempts.some(({ attempt }) => attempt.id === attemptId);
  if (!isUuid(attemptId) || !isShown) {
    throw new LtiError('content_missing', 'There is no such attempt in this review');
  }
  await commentAttempt(db, { attemptId, comment: said });
}

async function sendReview(
  ctx: Context,
  db: TenantDb,
  { session, token, saved }: { session: ReviewSession; token: string; saved?: string },
): Promise<void> {
  const { as, locale, frameAncestors } = session;
  const review = await readReview(db, session);
  if (!review) throw new LtiError('content_missing', 'The assignment is gone');
  const language = readersLanguage(ctx, locale);
  const shown = { review, language, token: as === 'teacher' ? token : undefined, saved };
  sendPage(ctx, { ...reviewPage(shown), ...{ language, frameAncestors, styles } });
}
