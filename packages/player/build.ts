import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Writes `dist/player.js` + `dist/player.css` (for browsers) and `dist/{bundle,content}.js` (for
 * Node). The same sources give the same bytes.
 */
export async function buildPlayer(): Promise<void> {
  const common = { bundle: true, legalComments: 'none', logLevel: 'warning' } as const;
  await Promise.all([
    build({
      ...common,
      entryPoints: [here('src/main.tsx')],
      outfile: here('dist/player.js'),
      format: 'iife',
      target: 'es2020',
      minify: true,
      charset: 'utf8',
      jsx: 'automatic',
      jsxImportSource: 'preact',
    }),
    build({
      ...common,
      entryPoints: [here('src/view/player.css')],
      outfile: here('dist/player.css'),
      minify: true,
    }),
    build({
      ...common,
      entryPoints: [here('src/bundle.ts'), here('src/content.ts')],
      outdir: here('dist'),
      format: 'esm',
      platform: 'node',
      target: 'node20',
    }),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPlayer();
