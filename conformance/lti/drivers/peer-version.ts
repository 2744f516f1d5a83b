import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const peersFolder = fileURLToPath(new URL('../../peers', import.meta.url));

/** Of an installed peer, as its package tells. */
export function versionOf(name: string): string {
  const file = `${peersFolder}/node_modules/${name}/package.json`;
  if (!existsSync(file))
    throw new Error(`${name} is not installed: npm ci --prefix conformance/peers`);
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'));
  return version;
}
