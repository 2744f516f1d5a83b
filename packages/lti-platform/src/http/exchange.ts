import type { IncomingMessage } from 'node:http';
import { mediaType } from '../names.ts';
import { Refusal } from './answer.ts';

/** A request of a tool or a browser, read whole. */
export interface Exchange {
  method: string;
  url: URL;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
  /** What the route's pattern named. */
  params: Record<string, string>;
}

const LIMIT_BYTES = 4 * 2 ** 20;

export async function readExchange(request: IncomingMessage, origin: string): Promise<Exchange> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LIMIT_BYTES) throw new Refusal(413, 'The body is too long.');
    chunks.push(chunk);
  }
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? 'GET',
    url: new URL(request.url ?? '/', origin),
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString('utf8'),
    params: {},
  };
}

/** The media type of the body without parameters. */
export const typeOf = ({ headers }: Exchange): string =>
  (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/** Parameters of the query, for POST of the form. */
export function parametersOf(exchange: Exchange): URLSearchParams {
  const isForm = exchange.method === 'POST' && typeOf(exchange) === mediaType.form;
  return isForm ? new URLSearchParams(exchange.body) : exchange.url.searchParams;
}

/** Whether the Accept header takes the type; a missing header takes all (RFC 9110 12.5.1). */
export function accepts({ headers }: Exchange, type: string): boolean {
  const ranges = (headers.accept ?? '*/*').split(',').map((range) => range.split(';')[0]?.trim());
  const [family] = type.split('/');
  return ranges.some((range) => range === type || range === '*/*' || range === `${family}/*`);
}
