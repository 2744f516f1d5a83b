import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Router } from '@koa/router';
import { openApiDocument } from '../platform/http/openapi.ts';
import type { Route } from '../platform/http/route.ts';

const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const served: Record<string, string> = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
  'favicon-32x32.png': 'image/png',
};

/** The reference page's own policy: local files only; Swagger UI sets styles on elements. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Crosswalk API reference</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<main id="reference"><noscript>The reference needs JavaScript; the document itself is at <a href="/openapi.json">/openapi.json</a>.</noscript></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const start = `document.documentElement.classList.toggle('dark-mode', matchMedia('(prefers-color-scheme: dark)').matches);
SwaggerUIBundle({ url: '/openapi.json', domNode: document.getElementById('reference'), deepLinking: true, defaultModelsExpandDepth: 0, docExpansion: 'list', filter: true, persistAuthorization: false, validatorUrl: null });
`;

/** `/openapi.json` and `/docs`, its reference page from local files. */
export function docsRouter({
  routes,
  version,
  url,
}: {
  routes: readonly Route[];
  version: string;
  url: string;
}): Router {
  const document = JSON.stringify(openApiDocument(routes, { version, url }));
  const router = new Router();
  router.get('/openapi.json', (ctx) => {
    ctx.state.route = '/openapi.json';
    ctx.type = 'application/json';
    ctx.body = document;
  });
  router.get('/docs', (ctx) => {
    ctx.state.route = '/docs';
    ctx.set('Content-Security-Policy', POLICY);
    ctx.type = 'text/html';
    ctx.body = page;
  });
  router.get('/docs/start.js', (ctx) => {
    ctx.state.route = '/docs/{file}';
    ctx.type = 'text/javascript';
    ctx.body = start;
  });
  router.get('/docs/:file', (ctx) => {
    const name = String(ctx.params.file);
    const type = served[name];
    if (!type) return;
    ctx.state.route = '/docs/{file}';
    ctx.set('Cache-Control', 'public, max-age=3600');
    ctx.type = type;
    ctx.body = createReadStream(join(assets, name));
  });
  return router;
}
