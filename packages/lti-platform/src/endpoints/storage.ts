import { html } from '../http/answer.ts';
import type { Route } from '../http/routes.ts';

/** LTI postMessage Storage 0.1: values are kept apart by the origin that sent them. */
const script = `
const values = new Map();
const subjects = ['lti.capabilities', 'lti.put_data', 'lti.get_data'];
addEventListener('message', ({ data, origin, source }) => {
  const { subject, message_id, key, value } = data ?? {};
  if (!subjects.includes(subject)) return;
  const answer = (more) => source.postMessage({ subject: subject + '.response', message_id, ...more }, origin);
  if (subject === 'lti.capabilities') {
    return answer({ supported_messages: subjects.map((name) => ({ subject: name, frame: window.name })) });
  }
  const place = JSON.stringify([origin, key]);
  if (typeof key !== 'string' || key === '') {
    return answer({ error: { code: 'bad_request', message: 'A key is needed.' } });
  }
  if (subject === 'lti.get_data') return answer({ key, value: values.get(place) ?? null });
  if (value === null || value === undefined) values.delete(place);
  else values.set(place, value);
  answer({ key, value });
});`;

/** The frame whose name is sent as lti_storage_target. */
export function storageRoute(): Route {
  return {
    name: 'storage',
    methods: ['GET'],
    path: '/storage',
    handle: () => html(`<!doctype html><title>Storage</title><script>${script}</script>`),
  };
}
