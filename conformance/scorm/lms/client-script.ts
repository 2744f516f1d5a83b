import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** A TypeScript module as a classic script for the LMS's page. */
export async function clientScript(moduleUrl: URL): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(moduleUrl)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
  });
  return outputFiles[0]?.text ?? '';
}
