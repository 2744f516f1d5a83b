/** The parts of a statement that the player writes (xAPI 1.0.3, Data 2.4). */
export interface Statement {
  id: string;
  timestamp: string;
  actor: object;
  verb: { id: string; display: Record<string, string> };
  object: StatementActivity;
  result?: StatementResult;
  context: StatementContext;
}

export interface StatementActivity {
  objectType: 'Activity';
  id: string;
  definition?: object;
}

export interface StatementResult {
  response?: string;
  score?: { scaled: number; raw: number; min: number; max: number };
  success?: boolean;
  completion?: boolean;
  duration?: string;
  extensions?: Record<string, unknown>;
}

export interface StatementContext {
  registration?: string;
  contextActivities?: Record<string, unknown[]>;
  extensions?: Record<string, unknown>;
  [property: string]: unknown;
}

const ADL = 'http://adlnet.gov/expapi/verbs/';

const verbs = [
  'initialized',
  'answered',
  'completed',
  'passed',
  'failed',
  'suspended',
  'terminated',
] as const;

export type VerbName = (typeof verbs)[number];

export function verb(name: VerbName): Statement['verb'] {
  return { id: ADL + name, display: { en: name } };
}

/** ISO 8601, at most two decimals (xAPI Data 4.6). */
export function duration(ms: number): string {
  return `PT${(Math.max(0, ms) / 1000).toFixed(2)}S`;
}
