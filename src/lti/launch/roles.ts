/** What the roles of a launch mean here. */
export interface LaunchRoles {
  /** In the context; null where no role of it is said. */
  membership: 'learner' | 'instructor' | 'observer' | null;
  /** Of the context, the institution or the system. */
  isAdministrator: boolean;
  /** Somebody whom the platform made to try things out. */
  isTestStudent: boolean;
  known: string[];
  /** Of other vocabularies, which Core 1.3 5.3.7 has us tolerate. */
  unknown: string[];
}

const vocabulary = 'http://purl.imsglobal.org/vocab/lis/v2/';
const TEST_USER = 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser';

/** Roles of contexts (Core 1.3 A.2.3), the strongest first. */
const memberships = {
  instructor: ['Instructor', 'ContentDeveloper', 'Administrator'],
  learner: ['Learner', 'Member'],
  observer: ['Mentor', 'Manager', 'Officer'],
} as const;

interface Role {
  kind: 'context' | 'institution' | 'system';
  /** Principal role, whatever the sub-role. */
  name: string;
}

export function readRoles(roles: readonly string[]): LaunchRoles {
  const read = roles.map((uri) => ({ uri, role: roleOf(uri) }));
  const found = read.flatMap(({ role }) => role ?? []);
  const inContext = new Set(found.flatMap(({ kind, name }) => (kind === 'context' ? name : [])));
  const has = (names: readonly string[]) => names.some((name) => inContext.has(name));
  const order = ['instructor', 'learner', 'observer'] as const;
  return {
    membership: order.find((membership) => has(memberships[membership])) ?? null,
    isAdministrator: found.some(({ name }) => /^(SysAdmin|Administrator)$/.test(name)),
    isTestStudent: roles.includes(TEST_USER),
    known: read.flatMap(({ uri, role }) => (role || uri === TEST_USER ? uri : [])),
    unknown: read.flatMap(({ uri, role }) => (role || uri === TEST_USER ? [] : uri)),
  };
}

/** Full URNs, those with sub-roles, and the short names of roles of contexts (Core 1.3 A.2.3.1). */
function roleOf(uri: string): Role | undefined {
  if (isContextRole(uri)) return { kind: 'context', name: uri };
  if (!uri.startsWith(vocabulary)) return undefined;
  const rest = uri.slice(vocabulary.length);
  const context = /^membership(?:#(\w+)|\/(\w+)#\w+)$/.exec(rest);
  const name = context?.[1] ?? context?.[2];
  if (name && isContextRole(name)) return { kind: 'context', name };
  const person = /^(institution|system)\/person#(\w+)$/.exec(rest);
  if (!person) return undefined;
  return { kind: person[1] === 'system' ? 'system' : 'institution', name: person[2] ?? '' };
}

function isContextRole(name: string): boolean {
  return Object.values(memberships).some((names) => names.some((known) => known === name));
}
