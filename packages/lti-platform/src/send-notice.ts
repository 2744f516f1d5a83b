import { secondsOf } from './clock.ts';
import type { Context } from './context.ts';
import { mutated, signMutated, type TokenMutation } from './launch/token-mutation.ts';
import { claim } from './names.ts';

export interface Notice {
  clientId: string;
  deploymentId: string;
  type: 'LtiContextCopyNotice' | 'LtiHelloWorldNotice';
  /** Default: a new one. */
  id?: string;
  courseId?: string;
  mutate?: TokenMutation;
}

/** The JWT of a notice (PNS 1.0 4). */
export async function noticeJwt(context: Context, notice: Notice): Promise<string> {
  const { issuer, keys, clock, random, courses } = context;
  const nowS = secondsOf(clock);
  const course = courses.get(notice.courseId ?? '');
  const claims = {
    iss: issuer,
    aud: notice.clientId,
    iat: nowS,
    exp: nowS + 300,
    jti: random.text(20),
    [claim.version]: '1.3.0',
    [claim.deploymentId]: notice.deploymentId,
    [claim.notice]: {
      id: notice.id ?? random.text(20),
      timestamp: new Date(clock.now()).toISOString(),
      type: notice.type,
    },
    ...(course && {
      [claim.context]: { id: course.id, label: course.label, title: course.title },
      [claim.originContexts]: course.copiedFrom,
    }),
  };
  const { mutate: mutation = {} } = notice;
  const header = { typ: 'JWT', alg: 'RS256', kid: keys.current.kid };
  return signMutated(mutated({ header, claims }, { mutation, nowS }), {
    keys,
    signature: mutation.signature,
  });
}

/** Sends notices of one type in one batch to the handler that the tool set. */
export async function sendNotices(context: Context, notices: Notice[]): Promise<Response> {
  const [first] = notices;
  if (!first) throw new Error('There is no notice to send.');
  const handler = context.noticeHandlers.of(first.deploymentId).get(first.type);
  if (!handler) throw new Error(`The tool has no handler for ${first.type}.`);
  const jwts = await Promise.all(notices.map((notice) => noticeJwt(context, notice)));
  return fetch(handler, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ notices: jwts.map((jwt) => ({ jwt })) }),
  });
}
