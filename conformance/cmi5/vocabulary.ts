/** cmi5 9.6.2: the categories of its statements. */
export const DEFINED = 'https://w3id.org/xapi/cmi5/context/categories/cmi5';
export const MOVE_ON = 'https://w3id.org/xapi/cmi5/context/categories/moveon';
/** cmi5 9.6.3: extensions of a context. */
export const SESSION = 'https://w3id.org/xapi/cmi5/context/extensions/sessionid';
export const MASTERY = 'https://w3id.org/xapi/cmi5/context/extensions/masteryscore';

/** Last parts of their verbs. */
export function verbsOf(statements: readonly { verb: { id: string } }[]): string[] {
  return statements.map(({ verb }) => verb.id.split('/').at(-1) ?? '');
}
