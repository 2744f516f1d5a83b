/** What an API key or session may do. A key may hold fewer scopes than its role, never more. */
export const scopes = [
  'people:read',
  'people:write',
  'decks:read',
  'decks:write',
  'study:read',
  'study:write',
  'imports:write',
  'exports:write',
  'statements:read',
  'statements:write',
  'settings:read',
  'settings:write',
  'keys:write',
  'jobs:read',
  'jobs:write',
  'audit:read',
  'lti:read',
  'lti:write',
  'connections:read',
  'connections:write',
] as const;
export type Scope = (typeof scopes)[number];

export const roles = ['admin', 'institution_admin', 'program_coordinator', 'user'] as const;
export type Role = (typeof roles)[number];

/** A user reaches, beside these, what is their own (see `Access.own`). */
export const roleScopes: Record<Role, readonly Scope[]> = {
  admin: scopes,
  institution_admin: [
    'people:read',
    'people:write',
    'decks:read',
    'decks:write',
    'study:read',
    'study:write',
    'imports:write',
    'exports:write',
    'statements:read',
    'settings:read',
    'jobs:read',
    'audit:read',
    'lti:read',
    'lti:write',
    'connections:read',
  ],
  program_coordinator: [
    'people:read',
    'decks:read',
    'decks:write',
    'study:read',
    'study:write',
    'imports:write',
    'exports:write',
    'lti:read',
  ],
  user: ['decks:read'],
};
