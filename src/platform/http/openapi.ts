import type { TSchema } from 'typebox';
import type { Route } from './route.ts';

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'stable, for programs' },
    detail: { type: 'string', description: 'for people' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['in', 'pointer', 'detail'],
        properties: {
          in: { enum: ['body', 'query', 'path', 'header'] },
          pointer: { type: 'string', description: 'JSON pointer (RFC 6901)' },
          detail: { type: 'string' },
        },
      },
    },
  },
};

/** OpenAPI 3.1 from the routes: the same schemas that validate. */
export function openApiDocument(routes: readonly Route[], about: { version: string; url: string }) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] ??= {};
    Object.assign(paths[route.path] ?? {}, { [route.method]: operation(route) });
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Crosswalk',
      version: about.version,
      description:
        'The LMS integration hub. Authenticate with `Authorization: Bearer <key>`. Lists are `{data, nextCursor}`; errors are problem documents (RFC 9457); every POST honours `Idempotency-Key`.',
    },
    servers: [{ url: about.url }],
    security: [{ apiKey: [] }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: problemSchema },
    },
  };
}

function operation(route: Route) {
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, accessText(route)].filter(Boolean).join('\n\n'),
    'x-scope': route.access.scope,
    ...(route.access.own && { 'x-own': route.access.own }),
    parameters: [
      ...parameters(route.params, 'path'),
      ...parameters(route.query, 'query'),
      ...(route.method === 'post'
        ? [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 255 } }]
        : []),
    ],
    ...requestBody(route),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, body]) => [status, answer(body)]),
      ),
      default: {
        description: 'Problem',
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    },
  };
}

function accessText({ access }: Route): string {
  const own = access.own ? `, or the person whose \`${access.own}\` it is` : '';
  return `Needs the scope \`${access.scope}\`${own}.`;
}

function parameters(schema: TSchema | undefined, where: 'path' | 'query') {
  const shape = schema as { properties?: Record<string, TSchema>; required?: string[] } | undefined;
  return Object.entries(shape?.properties ?? {}).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || (shape?.required ?? []).includes(name),
    schema: property,
  }));
}

function requestBody({ body, stream }: Route) {
  if (stream) {
    return {
      requestBody: { required: true, content: { [stream.contentType]: { schema: stream.schema } } },
    };
  }
  return body
    ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } }
    : {};
}

function answer(body: TSchema | null | { file: string }) {
  if (body === null) return { description: 'Done' };
  if ('file' in body && typeof body.file === 'string') {
    return { description: 'File', content: { [body.file]: {} } };
  }
  return { description: 'Done', content: { 'application/json': { schema: body } } };
}
