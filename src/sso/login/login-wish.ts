import type { Context } from 'koa';
import type { SsoConnection } from '../connections/sso-connection.ts';
import type { LoginWish } from './begin-login.ts';
import { returnPathOf } from './return-path.ts';

/** Who may test a connection that is not turned on yet; undefined: this browser may not. */
export type IsTester = (
  ctx: Context,
  connection: SsoConnection,
) => Promise<'administrator' | 'setup' | undefined>;

const backTo = { administrator: '/', setup: '/sso/setup/sso' };

/** What the address of a login asks for: `returnTo`, `hint`, and `test` from those who may. */
export async function loginWish(
  ctx: Context,
  connection: SsoConnection,
  isTester: IsTester,
): Promise<LoginWish> {
  const query = new URLSearchParams(ctx.querystring);
  const hint = query.get('hint')?.slice(0, 320) || undefined;
  const tester = query.get('test') === '1' ? await isTester(ctx, connection) : undefined;
  if (tester) return { purpose: 'test', returnTo: backTo[tester], hint };
  return { purpose: 'sign_in', returnTo: returnPathOf(query.get('returnTo') ?? undefined), hint };
}
