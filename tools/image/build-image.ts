import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { dockerIgnore } from './docker-ignore.ts';
import { commandOf, type Instruction, parseDockerfile, type Stage } from './dockerfile.ts';

/** What a container of the last stage would run, with its root in a folder. */
export interface Image {
  root: string;
  workdir: string;
  env: Record<string, string>;
  command: string[];
  healthCheck: string[];
}

/**
 * Carries out a Dockerfile's steps without Docker: each stage's root is a folder below `folder`,
 * `RUN` uses this machine's programs, and what cannot be done by a folder (users, ports) is left
 * out. The context is the project's files that git does not ignore.
 */
export function buildImage(dockerfile: string, folder: string): Image {
  const roots = new Map<string, string>();
  const images = parseDockerfile(dockerfile).map((stage) => {
    const root = join(folder, stage.name);
    mkdirSync(root);
    roots.set(stage.name, root);
    return buildStage(stage, root, roots);
  });
  const last = images.at(-1);
  if (!last) throw new Error('the Dockerfile has no stage');
  return last;
}

/** A folder that every user may read. */
export function imageFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-image-'));
  chmodSync(folder, 0o755);
  return folder;
}

function buildStage(stage: Stage, root: string, roots: Map<string, string>): Image {
  const image: Image = { root, workdir: root, env: {}, command: [], healthCheck: [] };
  const steps: Record<string, (rest: string) => void> = {
    WORKDIR: (rest) => {
      image.workdir = join(root, rest);
      mkdirSync(image.workdir, { recursive: true });
    },
    ENV: (rest) => {
      for (const [, name = '', value = ''] of rest.matchAll(/(\w+)=(\S*)/g)) {
        image.env[name] = isAbsolute(value) ? join(root, value) : value;
      }
    },
    COPY: (rest) => copy(rest, image, roots),
    RUN: (rest) => run(rest, image),
    CMD: (rest) => {
      image.command = commandOf(rest);
    },
    HEALTHCHECK: (rest) => {
      image.healthCheck = commandOf(rest);
    },
  };
  for (const { keyword, rest } of stage.instructions) carryOut(steps, { keyword, rest });
  return image;
}

const leftOut = new Set(['USER', 'EXPOSE', 'VOLUME']);

function carryOut(
  steps: Record<string, (rest: string) => void>,
  { keyword, rest }: Instruction,
): void {
  const step = steps[keyword];
  if (step) step(rest);
  else if (!leftOut.has(keyword)) throw new Error(`${keyword} is not understood here`);
}

function copy(rest: string, image: Image, roots: Map<string, string>): void {
  const words = rest.split(/\s+/).filter((word) => !word.startsWith('--'));
  const [source = '', target = ''] = words;
  if (words.length !== 2) throw new Error(`COPY ${rest}: one source and one target expected`);
  const to = isAbsolute(target) ? join(image.root, target) : join(image.workdir, target);
  const stage = /--from=(\S+)/.exec(rest)?.[1];
  if (stage) {
    const from = join(roots.get(stage) ?? '', source);
    const destination = target.endsWith('/') ? join(to, source.split('/').at(-1) ?? '') : to;
    cpSync(from, destination, { recursive: true, verbatimSymlinks: true });
    return;
  }
  if (source !== '.') throw new Error(`COPY ${rest}: the context is copied as a whole`);
  for (const file of contextFiles()) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    cpSync(file, join(to, file));
  }
}

/** The project's files as Docker would be sent them. */
function contextFiles(): string[] {
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { encoding: 'utf8' },
  );
  const isIgnored = dockerIgnore(readFileSync('.dockerignore', 'utf8'));
  return listed.split('\0').filter((file) => existsSync(file) && !isIgnored(file));
}

function run(rest: string, image: Image): void {
  execFileSync('bash', ['-c', rest], {
    cwd: image.workdir,
    env: { ...process.env, NODE_ENV: undefined, ...image.env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
