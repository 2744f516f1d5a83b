import { LtiError } from '../lti-error.ts';

/** What the platform posts through the browser (OpenID Connect Core 3.2.2.5, form_post). */
export interface LaunchForm {
  idToken: string;
  state: string;
  /** What the platform's storage kept, where the page of `lti.get_data` posts again. */
  storageValue: string | undefined;
}

/** @throws LtiError */
export function readLaunchForm(form: URLSearchParams): LaunchForm {
  const error = one(form, 'error');
  if (error) {
    const description = one(form, 'error_description');
    const said = description ? `${error}: ${description}` : error;
    throw new LtiError('platform_error', `The platform answered ${said.slice(0, 300)}`);
  }
  const state = one(form, 'state');
  if (!state) throw new LtiError('state_unknown', 'The launch came without state');
  const idToken = one(form, 'id_token');
  if (!idToken) throw new LtiError('token_missing', 'The launch came without id_token');
  return { idToken, state, storageValue: one(form, 'storage_value') };
}

function one(form: URLSearchParams, name: string): string | undefined {
  const values = form.getAll(name);
  if (values.length > 1) throw new LtiError('token_malformed', `The launch says "${name}" twice`);
  return values[0] || undefined;
}
