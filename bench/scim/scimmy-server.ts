import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';

/** What of SCIMMY and its router is used here; they are not installed with the hub. */
interface Resource {
  id?: string;
  filter?: { match(values: object[]): object[] };
}
interface Declared {
  ingress(handler: (resource: Resource, data: object) => object): Declared;
  egress(handler: (resource: Resource) => object | object[]): Declared;
  degress(handler: (resource: Resource) => void): Declared;
}
interface Scimmy {
  Resources: { declare(resource: unknown): Declared; User: unknown; Group: unknown };
}
type Routers = new (options: object) => unknown;
type Express = () => {
  use(path: string, handler: unknown): void;
  listen(port: number, host: string, ready: () => void): void;
};

/** SCIMMY and its router, with resources in arrays in memory: as its documentation shows. */
function serve({ port }: { port: number }): void {
  const peers = createRequire(new URL('../../conformance/peers/package.json', import.meta.url));
  const scimmy: { default?: Scimmy } & Scimmy = peers('scimmy');
  const routers: { default?: Routers } & Routers = peers('scimmy-routers');
  const express: Express = peers('express');
  const { Resources } = scimmy.default ?? scimmy;
  const Router = routers.default ?? routers;
  for (const kind of [Resources.User, Resources.Group]) declareInMemory(Resources.declare(kind));
  const app = express();
  app.use('/scim', new Router({ type: 'bearer', handler: () => 'bench' }));
  app.listen(port, '127.0.0.1', () => console.log('ready'));
}

function declareInMemory(declared: Declared): void {
  const kept = new Map<string, { id: string }>();
  declared
    .ingress((resource, data) => {
      const now = new Date();
      const id = resource.id ?? randomUUID();
      const meta = { created: now, lastModified: now };
      const stored = { ...data, id, meta };
      kept.set(id, stored);
      return stored;
    })
    .egress((resource) => {
      if (resource.id !== undefined) return kept.get(resource.id) ?? [];
      const all = [...kept.values()];
      return resource.filter ? resource.filter.match(all) : all;
    })
    .degress(({ id }) => void kept.delete(id ?? ''));
}

// Sound because the bench starts it with these.
serve(JSON.parse(process.argv[2] ?? '{}') as { port: number });
