import type { Outbound, OutboundRequest } from '../../platform/outbound/outbound.ts';

const MAX_BYTES = 256 * 1024;
const TIMEOUT_MS = 10_000;
const MAX_SHOWN = 300;

/** The answer's JSON. @throws Error that says what was answered instead */
export async function fetchJson(
  outbound: Outbound,
  url: string,
  { expected, ...request }: OutboundRequest & { expected: readonly number[] },
): Promise<unknown> {
  const answer = await outbound.fetch(url, {
    ...request,
    headers: { Accept: 'application/json', ...request.headers },
    maxBytes: MAX_BYTES,
    timeoutMs: TIMEOUT_MS,
  });
  const body = await answer.text();
  if (!expected.includes(answer.status)) {
    const shown = body.replace(/\s+/g, ' ').trim().slice(0, MAX_SHOWN);
    throw new Error(`it answered ${answer.status}${shown && `: ${shown}`}`);
  }
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new Error('its answer is not JSON', { cause });
  }
}
