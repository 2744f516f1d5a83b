import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

const policy = '/usr/sbin/policy-rc.d';

/** Whether packages can be installed: we are root on Debian or a child of it. */
export function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version');
}

/** Installs Debian packages without a question; what is installed already stays as it is. */
export function install(packages: string[]): void {
  console.log(`Installing ${packages.join(', ')} ...`);
  withServicesHeldBack(() => {
    apt('update', '-q');
    apt('install', '-q', '-y', '--no-install-recommends', '--no-upgrade', ...packages);
  });
}

/**
 * The packages of PostgreSQL and Redis start a server on the default port; Debian asks this file
 * first (Debian Policy 9.3.3.1 and policy-rc.d(8): 101 is "forbidden").
 */
function withServicesHeldBack(work: () => void): void {
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    work();
  } finally {
    if (ours) rmSync(policy);
  }
}

function apt(...args: string[]): void {
  const { status } = spawnSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_MODE: 'l' },
  });
  if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed (exit ${status})`);
}
