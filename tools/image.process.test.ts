import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { buildImage, type Image, imageFolder } from './image/build-image.ts';
import { freePort } from './services/free-port.ts';

/** Debian's `nobody`, who owns no file of the image. */
const NOBODY = 65534;

describe('the image, built without Docker', function () {
  this.timeout(300_000);

  const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const folder = imageFolder();
  const data = mkdtempSync(join(tmpdir(), 'crosswalk-image-data-'));
  if (account.uid) chownSync(data, NOBODY, NOBODY);
  let image: Image;

  before('carry out the steps', () => {
    image = buildImage(readFileSync('Dockerfile', 'utf8'), folder);
  });
  after(() => {
    rmSync(folder, { recursive: true });
    rmSync(data, { recursive: true });
  });

  function start(command: string[], port: number) {
    const [program = '', ...args] = command;
    return spawn(program, args, {
      cwd: image.workdir,
      env: { PATH: process.env.PATH, ...image.env, DATA_DIR: data, PORT: String(port) },
      stdio: ['ignore', 'ignore', 'inherit'],
      ...account,
    });
  }

  it('gets ready as an ordinary user who can write to its data only, and stops at SIGTERM', async () => {
    const port = await freePort();
    const hub = start(image.command, port);
    const exited = once(hub, 'exit');
    try {
      const healthy = await Promise.race([isHealthy(port), exited.then(() => false)]);
      expect(healthy, 'the health check succeeds').to.equal(true);
    } finally {
      hub.kill('SIGTERM');
    }
    const [code, signal] = await Promise.race([exited, wait(15_000, ['still running'])]);
    expect([code, signal]).to.deep.equal([0, null]);
    expect(await healthCheck(port), 'the health check without a hub').to.equal(1);
  });

  async function isHealthy(port: number): Promise<boolean> {
    for (let attempt = 0; attempt < 60; attempt += 1) {
      if ((await healthCheck(port)) === 0) return true;
      await wait(500);
    }
    return false;
  }

  async function healthCheck(port: number): Promise<number> {
    const [code] = await once(start(image.healthCheck, port), 'exit');
    return code;
  }
});
