import { type Agent, millisecondsOf, type Statement, XapiError } from '@crosswalk/xapi-lrs';
import type { Session } from '../sessions/session.ts';
import type { AuVerb } from '../statements/vocabulary.ts';
import { anyStatement } from './any-statement.ts';
import { definedStatement } from './defined-statement.ts';
import { auVerbOf, isCmi5Defined, type Standing, type Told } from './rule.ts';

/** A cmi5 defined statement that was accepted. */
export interface Accepted {
  verb: AuVerb;
  /** In [0,1]. */
  scoreScaled: number | null;
}

interface Sent {
  statement: Statement;
  hasId: boolean;
  /** In its batch, from 0. */
  place: number;
}

/**
 * Holds statements of an AU against the rules of its session, each after those before it. What comes
 * first, its timestamp says (cmi5 9.3).
 * @returns the cmi5 defined ones, in that order
 * @throws XapiError 403 with the id of the requirement that is broken
 */
export function judgeStatements(
  sent: readonly Sent[],
  { session, actor, standing }: { session: Session; actor: Agent; standing: Standing },
): Accepted[] {
  const said = new Set(standing.said);
  const accepted: Accepted[] = [];
  for (const { statement, hasId, place } of inOrder(sent)) {
    const isDefined = isCmi5Defined(statement);
    const verb = auVerbOf(statement);
    const told = { statement, hasId, isDefined, verb, session, actor };
    check({ ...told, standing: { ...standing, said } }, place);
    if (!isDefined || !verb) continue;
    said.add(verb);
    accepted.push({ verb, scoreScaled: scaledOf(statement.result?.score) });
  }
  return accepted;
}

const ofDefined = [...anyStatement, ...definedStatement];

function check(told: Told, place: number): void {
  const rules = told.isDefined ? ofDefined : anyStatement;
  const broken = rules.find((rule) => rule.isBroken(told));
  if (broken) throw refusal(broken, place);
}

export function refusal(
  { requirement, message }: { requirement: string; message: string },
  statement?: number,
): XapiError {
  return new XapiError(403, { message, statement, requirement: `cmi5 ${requirement}` });
}

/** Those without a usable timestamp stay where they are: they are refused anyway. */
function inOrder(sent: readonly Sent[]): Sent[] {
  const timeOf = ({ statement }: Sent): number =>
    millisecondsOf(statement.timestamp ?? '', '1.0.3') ?? 0;
  return [...sent].sort((a, b) => timeOf(a) - timeOf(b));
}

export function scaledOf(score: NonNullable<Statement['result']>['score']): number | null {
  if (score?.scaled !== undefined) return score.scaled;
  const { raw, min = 0, max = 0 } = score ?? {};
  return raw === undefined || max <= min ? null : (raw - min) / (max - min);
}
