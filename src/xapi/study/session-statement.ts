import type { Statement } from '@crosswalk/xapi-lrs';
import type { EndedSession } from './study-session.store.ts';
import {
  deckActivity,
  durationOf,
  extension,
  type Names,
  personAgent,
  verb,
} from './vocabulary.ts';

/** One statement for all reviews of a session, with their counts. */
export function sessionStatement(session: EndedSession, names: Names): Statement {
  const { again, hard, good, easy, deckTitle, language } = session;
  const title = deckTitle && language ? { language, text: deckTitle } : undefined;
  return {
    id: session.id,
    actor: personAgent(session.personId, names),
    verb: verb('experienced'),
    object: deckActivity(session.deckId, title, names),
    result: {
      duration: durationOf(session.spentMs),
      extensions: {
        [extension('summary', names)]: {
          reviews: again + hard + good + easy,
          again,
          hard,
          good,
          easy,
          startedAt: session.startedAt.toISOString(),
        },
      },
    },
    timestamp: session.lastAt.toISOString(),
  };
}
