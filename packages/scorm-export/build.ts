import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const options: BuildOptions = {
  outdir: here('dist'),
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  logLevel: 'warning',
};

await build({ ...options, entryPoints: [here('src/index.ts')], packages: 'external' });

// With what it uses in the same file: opening the hundreds of files of its dependencies one by one
// would take longer than writing most decks.
await build({
  ...options,
  entryPoints: [here('src/cli.ts')],
  external: ['@crosswalk/player'],
  // For dependencies that are CommonJS.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
});
