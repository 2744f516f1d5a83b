import type { PlayerContent } from '../../content.ts';
import { uuidv7 } from '../../uuid.ts';
import type { Interaction } from '../tracking.ts';
import type { XapiSession } from './session.ts';
import {
  duration,
  type Statement,
  type StatementActivity,
  type StatementContext,
  type StatementResult,
  type VerbName,
  verb,
} from './statement.ts';

const CMI5 = 'https://w3id.org/xapi/cmi5/context';
const CMI5_CATEGORY = { id: `${CMI5}/categories/cmi5` };
const MOVE_ON_CATEGORY = { id: `${CMI5}/categories/moveon` };
const MASTERY_SCORE = `${CMI5}/extensions/masteryscore`;
const TYPES = 'http://adlnet.gov/expapi/activities';

/** What a session says about itself; `answered` says it about a question. */
export type SessionVerb = Exclude<VerbName, 'answered'>;

/** Writes the statements of one session. */
export interface StatementWriter {
  ofSession(name: SessionVerb, at: number, result?: StatementResult): Statement;
  answered(interaction: Interaction): Statement;
}

export function statementWriter(session: XapiSession, content: PlayerContent): StatementWriter {
  const { actor, activityId, registration, profile, masteryScore } = session;
  const activity: StatementActivity = { objectType: 'Activity', id: activityId };
  const prefix = (content.options.activityBase ?? activityId).replace(/\/$/, '');
  const iri = (kind: 'prompts' | 'objectives', id: string): string =>
    kind === 'objectives' && /^[a-z][a-z\d+.-]*:\S+$/i.test(id)
      ? id
      : `${prefix}/${kind}/${encodeURIComponent(id.replace(/\p{Cs}/gu, '\ufffd'))}`;
  const inDeckLanguage = (text: string) => ({ [content.language]: text });

  const context = (own: StatementContext): StatementContext => ({
    ...session.context,
    ...(registration && { registration }),
    contextActivities: joined(session.context.contextActivities, own.contextActivities),
    extensions: { ...session.context.extensions, ...own.extensions },
  });
  const objectives = ({ objectiveIds }: Interaction) =>
    objectiveIds.map((id) => ({
      objectType: 'Activity',
      id: iri('objectives', id),
      definition: { type: `${TYPES}/objective` },
    }));

  return {
    ofSession(name, at, result) {
      const judges = name === 'passed' || name === 'failed';
      // cmi5 9.6.2: what may satisfy an AU says so.
      const moves = judges || name === 'completed';
      const category = [CMI5_CATEGORY, ...(moves ? [MOVE_ON_CATEGORY] : [])];
      return {
        id: uuidv7(at),
        timestamp: new Date(at).toISOString(),
        actor,
        verb: verb(name),
        object: activity,
        ...(result && { result }),
        context: context({
          ...(profile === 'cmi5' && { contextActivities: { category } }),
          // 9.6.3.2.
          ...(judges &&
            masteryScore !== undefined && { extensions: { [MASTERY_SCORE]: masteryScore } }),
        }),
      };
    },
    answered(interaction) {
      const other = objectives(interaction);
      return {
        id: interaction.id,
        timestamp: new Date(interaction.at).toISOString(),
        actor,
        verb: verb('answered'),
        object: {
          objectType: 'Activity',
          id: iri('prompts', interaction.itemId),
          definition: definitionOf(interaction, inDeckLanguage),
        },
        result: {
          response: responseOf(interaction.type, interaction.response),
          success: interaction.correct,
          duration: duration(interaction.latencyMs),
        },
        context: context({
          contextActivities: { parent: [activity], ...(other.length > 0 && { other }) },
        }),
      };
    },
  };
}

/** xAPI Data 2.4.4.1, interaction activities. */
function definitionOf(
  { type, description, correctResponses, choices }: Interaction,
  inLanguage: (text: string) => Record<string, string>,
): object {
  return {
    type: `${TYPES}/cmi.interaction`,
    // A flash card that its learner judges is none of the other types.
    interactionType: type === 'performance' ? 'other' : type,
    ...(description && { name: inLanguage(description) }),
    ...(correctResponses.length > 0 && {
      correctResponsesPattern: correctResponses.map((pattern) => responseOf(type, pattern)),
    }),
    ...(choices && {
      choices: choices.map(({ id, text }) => ({ id, description: inLanguage(text) })),
    }),
  };
}

function responseOf(type: Interaction['type'], response: string): string {
  return type === 'choice' ? response.split(',').join('[,]') : response;
}

type Activities = Record<string, unknown[]>;

function joined(template: Activities = {}, own: Activities = {}): Activities {
  const names = new Set([...Object.keys(template), ...Object.keys(own)]);
  return Object.fromEntries(
    [...names].map((name) => [name, [...listOf(template[name]), ...listOf(own[name])]]),
  );
}

/** xAPI Data 2.4.6.2: a single activity may stand for a list of one. */
function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
