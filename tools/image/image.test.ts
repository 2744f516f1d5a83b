import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { dockerIgnore } from './docker-ignore.ts';
import { commandOf, parseDockerfile } from './dockerfile.ts';

describe('Dockerfile', () => {
  const stages = parseDockerfile(readFileSync('Dockerfile', 'utf8'));
  const final = stages.at(-1)?.instructions ?? [];
  const rest = (keyword: string) => final.find((step) => step.keyword === keyword)?.rest ?? '';

  it('builds in a stage of its own and takes only what runs', () => {
    expect(stages.map((stage) => stage.name)).to.deep.equal(['build', 'final']);
    const copied = final.filter((step) => step.keyword === 'COPY');
    expect(copied).to.have.lengthOf.above(3);
    for (const step of copied) expect(step.rest).to.match(/^--from=build /);
  });

  it('runs as an ordinary user, with its data in a volume', () => {
    expect(rest('USER')).to.equal('node');
    expect(rest('VOLUME')).to.equal('/data');
    expect(rest('ENV')).to.include('DATA_DIR=/data');
  });

  it('is checked by readiness and stopped by its own process', () => {
    expect(commandOf(rest('HEALTHCHECK')).join(' ')).to.include('/health/ready');
    expect(commandOf(rest('CMD'))[0]).to.equal('node');
  });
});

describe('.dockerignore', () => {
  const isIgnored = dockerIgnore(readFileSync('.dockerignore', 'utf8'));

  for (const path of [
    '.git/config',
    '.env',
    '.env.local',
    'node_modules/koa/package.json',
    'packages/player/node_modules/x.js',
    'packages/player/dist/player.js',
    'data/blobs/x',
    'src/config.test.ts',
  ]) {
    it(`keeps ${path} out`, () => expect(isIgnored(path)).to.equal(true));
  }

  for (const path of ['package-lock.json', '.npmrc', 'src/config.ts', 'packages/x/data/y.json']) {
    it(`lets ${path} in`, () => expect(isIgnored(path)).to.equal(false));
  }
});
