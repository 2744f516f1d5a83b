import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * Writes `dist/player.js` + `dist/player.css` and `dist/shell.js` + `dist/shell.css` (for browsers)
 * and `dist/{bundle,content}.js` (for Node). The same sources give the same bytes.
 */
export async function buildPlayer(): Promise<void> {
  const common = { bundle: true, legalComments: 'none', logLevel: 'warning' } as const;
  const script = { ...common, format: 'iife', target: 'es2020', minify: true } as const;
  await Promise.all([
    build({
      ...script,
      entryPoints: [here('src/main.tsx')],
      outfile: here('dist/player.js'),
      charset: 'utf8',
      jsx: 'automatic',
      jsxImportSource: 'preact',
    }),
    build({
      ...script,
      entryPoints: [here('src/shell/main.ts')],
      outfile: here('dist/shell.js'),
      charset: 'utf8',
    }),
    build({
      ...common,
      entryPoints: { player: here('src/view/player.css'), shell: here('src/shell/shell.css') },
      outdir: here('dist'),
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
