import { seqBefore } from '@crosswalk/xapi-lrs';
import { Type } from 'typebox';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Time } from '../../platform/http/shapes.ts';
import type { Credentials } from '../../platform/tenancy/credentials.ts';
import { selectionOfQuery, selectionQuery } from '../selection.ts';
import { eventStreamHeaders } from './event-stream.ts';
import type { StatementStreams } from './statement-streams.ts';

export interface StreamRoutesDeps {
  streams: StatementStreams;
  credentials: Credentials;
}

/** `/v1/statements/stream`: statements as they are stored. */
export function streamRoutes({ streams, credentials }: StreamRoutesDeps) {
  return [
    route({
      method: 'get',
      path: '/v1/statements/stream',
      id: 'streamStatements',
      tag: 'Statements',
      summary: 'Statements as they are stored, as server-sent events',
      description:
        'Each event holds a statement as JSON; its `id` is its place. Sent back as `Last-Event-ID` (browsers do so by themselves), the stream goes on right after it: nothing is missed, nothing comes twice. Statements that were voided meanwhile are left out.',
      access: { scope: 'statements:read' },
      query: Type.Object(
        {
          ...selectionQuery,
          since: Type.Optional(
            Type.Unsafe<string>({
              ...Time,
              description: 'begin with what was stored then or later',
            }),
          ),
        },
        { additionalProperties: false },
      ),
      answers: { 200: { file: 'text/event-stream' } },
      handle: async ({ caller, query, header }) => {
        const body = await streams.open({
          tenantId: caller.tenantId,
          selection: selectionOfQuery(query),
          after: placeOf(header('Last-Event-ID')) ?? placeBefore(query.since),
          isAllowed: () => credentials.isLive(caller),
        });
        if (!body) {
          throw new Problem(429, 'too_many_streams', {
            detail: 'There are as many streams as a tenant may have. Close one first.',
            headers: { 'Retry-After': '10' },
          });
        }
        return { status: 200, body, headers: eventStreamHeaders };
      },
    }),
  ];
}

function placeOf(id: string): number | undefined {
  if (id === '') return undefined;
  const place = Number(id);
  if (/^\d+$/.test(id) && Number.isSafeInteger(place)) return place;
  throw new Problem(400, 'invalid_input', {
    detail: 'Last-Event-ID is the id of an event of this stream.',
    errors: [{ in: 'header', pointer: '/Last-Event-ID', detail: 'is no such id' }],
  });
}

function placeBefore(since: string | undefined): number | undefined {
  return since === undefined ? undefined : seqBefore(new Date(since));
}
