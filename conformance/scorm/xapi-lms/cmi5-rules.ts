import { DEFINED, MASTERY, MOVE_ON, SESSION, verbsOf } from '../../cmi5/vocabulary.ts';
import { PUBLISHER, type SentStatement } from './small-lms.ts';

const DURATION = /^PT\d+(\.\d+)?S$/;

export interface SessionFacts {
  activityId: string;
  sessionId: string;
  masteryScore: number | undefined;
}

/** What cmi5 9 says of a session's statements and an LMS refuses with 403. */
export function sessionProblems(
  statements: readonly SentStatement[],
  facts: SessionFacts,
): string[] {
  const verbs = verbsOf(statements);
  const defined = statements.filter((one) => categoriesOf(one).includes(DEFINED));
  const problems: string[] = [];
  const check = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };
  check(verbs[0] === 'initialized', '9.3.2: initialized comes first');
  check(verbs.at(-1) === 'terminated', '9.3.8: terminated comes last');
  for (const verb of new Set(verbsOf(defined))) {
    check(verbsOf(defined).filter((one) => one === verb).length === 1, `9.3: ${verb} once`);
  }
  for (const statement of statements) {
    const { context, result = {} } = statement;
    const verb = statement.verb.id.split('/').at(-1) ?? '';
    const isDefined = defined.includes(statement);
    const categories = categoriesOf(statement);
    check(statement.id !== '', '9.1: an id');
    check(/Z$|[+-]00:00$/.test(statement.timestamp), '9.7: a timestamp in UTC');
    check(context.extensions?.[SESSION] === facts.sessionId, '9.6.3.1: the session id');
    const grouping = context.contextActivities?.grouping?.map(({ id }) => id) ?? [];
    check(grouping.includes(PUBLISHER), '9.6: the context template');
    if (isDefined) check(statement.object.id === facts.activityId, '9.4: the AU is the object');
    const judges = verb === 'passed' || verb === 'failed';
    check(!result.score || judges, `9.5.1: no score with ${verb}`);
    check((result.success !== undefined) === judges || verb === 'answered', '9.5.2: success');
    check((result.completion === true) === (verb === 'completed'), '9.5.3: completion');
    const timed = ['completed', 'passed', 'failed', 'terminated'].includes(verb);
    if (timed) check(DURATION.test(result.duration ?? ''), `9.5.4: the duration of ${verb}`);
    check(
      !isDefined || categories.includes(MOVE_ON) === (judges || verb === 'completed'),
      `9.6.2.2: moveon with ${verb}`,
    );
    if (judges && facts.masteryScore !== undefined) {
      const enough = (result.score?.scaled ?? 0) >= facts.masteryScore;
      check(enough === (verb === 'passed'), '9.3.4, 9.3.5: the mastery score decides');
      check(context.extensions?.[MASTERY] === facts.masteryScore, '9.6.3.2: masteryscore');
    }
  }
  return problems;
}

function categoriesOf({ context }: SentStatement): string[] {
  return context.contextActivities?.category?.map(({ id }) => id) ?? [];
}
