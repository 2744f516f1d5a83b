import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { playerFiles } from '@crosswalk/player/bundle';

/** Packages hold the built player; a fresh checkout has none yet. */
export function ensurePlayerBuilt(): void {
  try {
    playerFiles();
  } catch {
    const root = fileURLToPath(new URL('../../..', import.meta.url));
    execFileSync('npm', ['run', 'build', '-w', '@crosswalk/player'], { cwd: root });
  }
}
