import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const common = {
  bundle: true,
  legalComments: 'linked',
  logLevel: 'warning',
  outdir: here('dist'),
} as const;

await Promise.all([
  ...(['scorm12', 'scorm2004'] as const).map((standard) =>
    build({
      ...common,
      entryPoints: [here(`src/${standard}.ts`)],
      // The whole of it holds every standard's runtime.
      alias: { 'scorm-again': `scorm-again/${standard}` },
      format: 'iife',
      target: 'es2020',
      minify: true,
      charset: 'utf8',
    }),
  ),
  build({
    ...common,
    entryPoints: [here('src/view/course-player.css')],
    minify: true,
  }),
  build({
    ...common,
    entryPoints: [here('src/bundle.ts'), here('src/launch.ts')],
    format: 'esm',
    platform: 'node',
    target: 'node20',
  }),
]);
