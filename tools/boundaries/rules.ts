import { importsOf, type Source, withoutComments, workersOf } from './imports.ts';

const surfaces = [
  'lti',
  'scim',
  'sso',
  'directory',
  'xapi',
  'scorm',
  'importers',
  'webhooks',
  'play',
  'api',
  'start',
];
/** The packages that a surface is made with. */
const packagesOf: Record<string, string[]> = {
  xapi: ['xapi-lrs'],
  // A session of cmi5 is an LRS with rules of its own.
  scorm: ['scorm-export', 'player', 'course-player', 'xapi-lrs'],
  play: ['player'],
  // Files go both ways there: decks leave as packages.
  importers: ['scorm-export', 'player'],
};

interface Rule {
  /** Files that it holds for. */
  from: RegExp;
  /** Imports of the project's own files and packages that it allows. */
  may: RegExp[];
}

/** Who may import whom (docs/architecture.md); the first rule that fits a file holds. */
const table: Rule[] = [
  { from: /^src\/platform\//, may: [/^src\/platform\//] },
  {
    from: /^src\/core\//,
    // Rendering ends in the shape that the player shows, which the player's package declares.
    may: [/^src\/(core|platform)\//, /^@crosswalk\/player\/content$/],
  },
  ...surfaces.map((surface) => ({
    from: new RegExp(`^src/${surface}/`),
    may: [
      new RegExp(`^src/(${surface}|core|platform)/`),
      ...(packagesOf[surface] ?? []).map((name) => new RegExp(`^@crosswalk/${name}(/|$)`)),
    ],
  })),
  { from: /^src\/(cli\/|[^/]+$)/, may: [/^(src|migrations)\//, /^@crosswalk\//] },
  {
    from: /^migrations\//,
    // The tables of the LRS are the package's own.
    may: [/^migrations\//, /^src\/(core|platform)\//, /^@crosswalk\/xapi-lrs\/tables$/],
  },
  { from: /^(bench|conformance)\//, may: [/^(bench|conformance|tools)\//, /^@crosswalk\//] },
];

const koa = /^(koa|koa-[^/]+|@koa\/[^/]+)$/;
const mayUseKoa = new RegExp(
  `^(src/(app|content-app|platform/http/[^]*|(${surfaces.join('|')})/[^]*)|packages/xapi-lrs/|bench/|conformance/)`,
);

const sqlDrivers = /^(knex|pg|pg-.+)(\/|$)/;
const sqlText =
  /['"`]\s*(select\s[^'"`]+\sfrom\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s)/i;
const mayUseSql = /\.store\.ts$|^src\/platform\/|^migrations\/|^bench\/|^packages\/xapi-lrs\//;

/** The collection inside an Anki package is an SQLite database, which is not ours. */
const mayUseSqlite = /^src\/importers\/anki\//;

const ownFile = /^(@crosswalk|src|packages|migrations|bench|conformance|tools)\//;

/** Tests reach for the whole hub and for what proves it; what they need is named `test-*`. */
const isTest = (path: string) => /\.test\.tsx?$|(^|\/)test-[^/]+\.tsx?$|^tools\//.test(path);

/** What a source does against the rules, one readable line each. */
export function violationsOf(source: Source): string[] {
  const { path } = source;
  const imports = importsOf(source);
  return [
    ...[...imports, ...workersOf(source)]
      .filter((target) => !mayImport(path, target))
      .map((target) => `${path} may not import ${target}`),
    ...(isTest(path) ? [] : [...koaOutside(path, imports), ...sqlOutside(source, imports)]),
  ];
}

function mayImport(path: string, target: string): boolean {
  if (!ownFile.test(target)) return true;
  const [, folder] = /^(packages\/[^/]+\/)/.exec(path) ?? [];
  if (folder) return target.startsWith('@crosswalk/') || target.startsWith(folder);
  const rule = table.find(({ from }) => from.test(path));
  if (!rule) return true;
  if (isTest(path) && path.startsWith('src/')) return !/^(conformance|bench)\//.test(target);
  return rule.may.some((pattern) => pattern.test(target));
}

function koaOutside(path: string, imports: string[]): string[] {
  if (mayUseKoa.test(path) || !imports.some((name) => koa.test(name))) return [];
  return [`${path} uses Koa outside surfaces and platform/http`];
}

function sqlOutside({ path, text }: Source, imports: string[]): string[] {
  if (mayUseSql.test(path)) return [];
  const drives = imports.some((name) => sqlDrivers.test(name));
  const writes = !mayUseSqlite.test(path) && sqlText.test(withoutComments(text));
  return drives || writes ? [`${path} holds SQL outside a store and the platform`] : [];
}
