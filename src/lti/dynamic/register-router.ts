import { Router } from '@koa/router';
import type { Context } from 'koa';
import { readForm } from '../../platform/http/body.ts';
import type { Html } from '../../platform/http/html.ts';
import { getTenant } from '../../platform/tenancy/tenants.store.ts';
import { sendPage } from '../pages/page.ts';
import { profiles } from '../profiles/profiles.ts';
import type { Platforms } from '../registrations/platforms.ts';
import { fetchOpenidConfiguration } from './openid-configuration.ts';
import { openInvitation, profileFor, type RegisterDeps, register } from './register.ts';
import { confirmPage, donePage, failedPage } from './register-page.ts';
import { RegistrationError, type RegistrationErrorCode } from './registration-error.ts';

const statuses: Record<RegistrationErrorCode, number> = {
  invitation_unknown: 404,
  invitation_used: 410,
  invitation_expired: 410,
  configuration_missing: 400,
  configuration_unreachable: 502,
  configuration_invalid: 400,
  registration_refused: 502,
  already_registered: 409,
};

interface RegisterRouterDeps extends RegisterDeps {
  platforms: Pick<Platforms, 'forget'>;
}

/** `/lti/register`: dynamic registration, shown by the platform to its administrator. */
export function registerRouter({ platforms, ...deps }: RegisterRouterDeps): Router {
  const { database, outbound } = deps;
  const router = new Router();

  async function opened(given: URLSearchParams) {
    const invitation = await openInvitation(database, given.get('token') ?? '');
    const url = given.get('openid_configuration') ?? '';
    const platform = await fetchOpenidConfiguration(outbound, url);
    const tenant = (await database.read(invitation.tenantId, getTenant))?.name ?? '';
    const frameAncestors = [
      ...ancestorsOf(given),
      ...profiles[profileFor(invitation, platform)].frameAncestors,
    ];
    return { invitation, platform, tenant, frameAncestors };
  }

  router.get('/lti/register', (ctx) =>
    answering(ctx, ctx.URL.searchParams, async () => {
      const given = ctx.URL.searchParams;
      const { platform, tenant, frameAncestors } = await opened(given);
      const names = ['token', 'openid_configuration', 'registration_token'];
      const fields = Object.fromEntries(names.map((name) => [name, given.get(name) ?? '']));
      const body = confirmPage({ tenant, platform, fields });
      send(ctx, { title: 'Connect', body, frameAncestors });
    }),
  );

  router.post('/lti/register', async (ctx) => {
    const given = await readForm(ctx.req);
    await answering(ctx, given, async () => {
      const { invitation, platform, tenant, frameAncestors } = await opened(given);
      await register(deps, {
        ...{ invitation, platform },
        registrationToken: given.get('registration_token') || undefined,
        placements: given.getAll('placement'),
      });
      platforms.forget();
      const body = donePage({ tenant, host: new URL(platform.issuer).host });
      send(ctx, { title: 'Connected', body, frameAncestors });
    });
  });
  return router;
}

/** Shows what goes wrong where the administrator is: in the platform's frame. */
async function answering(
  ctx: Context,
  given: URLSearchParams,
  answer: () => Promise<void>,
): Promise<void> {
  ctx.state.route = '/lti/register';
  try {
    await answer();
  } catch (error) {
    if (!(error instanceof RegistrationError)) throw error;
    ctx.state.log?.info({ code: error.code, err: error }, 'registration failed');
    send(ctx, {
      title: 'Not connected',
      body: failedPage(error),
      frameAncestors: ancestorsOf(given),
      status: statuses[error.code],
    });
  }
}

function send(
  ctx: Context,
  page: { title: string; body: Html; frameAncestors: string[]; status?: number },
): void {
  const assets = { scripts: ['/lti/assets/register.js'], styles: ['/lti/assets/forms.css'] };
  sendPage(ctx, { ...page, ...assets });
}

/** The platform that opened the page; what it may do with it, only its own token lets it do. */
function ancestorsOf(given: URLSearchParams): string[] {
  const url = given.get('openid_configuration') ?? '';
  return /^https?:\/\//.test(url) && URL.canParse(url) ? [new URL(url).origin] : [];
}
