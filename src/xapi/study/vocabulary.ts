import type { Activity, Agent, Verb } from '@crosswalk/xapi-lrs';
import type { Act, CourseSubject } from '../../core/study/act.ts';
import type { PromptSubject } from './prompt-subject.store.ts';

/** Origin of the hub: home page of people's accounts, base of activity ids. */
export interface Names {
  hub: string;
}

const ADL = 'http://adlnet.gov/expapi';

/** People are only ever accounts of the hub, so that erasure can break the link. */
export function personAgent(personId: string, { hub }: Names): Agent {
  return { objectType: 'Agent', account: { homePage: hub, name: personId } };
}

export function verb(name: 'answered' | 'completed' | 'passed' | 'failed' | 'experienced'): Verb {
  return { id: `${ADL}/verbs/${name}`, display: { en: name } };
}

export function deckActivity(
  deckId: string,
  title: { language: string; text: string } | undefined,
  { hub }: Names,
): Activity {
  return {
    objectType: 'Activity',
    id: `${hub}/xapi/activities/decks/${deckId}`,
    definition: {
      ...(title && { name: { [title.language]: title.text } }),
      type: `${ADL}/activities/course`,
    },
  };
}

export function courseActivity({ id, title, language }: CourseSubject, { hub }: Names): Activity {
  return {
    objectType: 'Activity',
    id: `${hub}/xapi/activities/courses/${id}`,
    definition: { name: { [language ?? 'und']: title }, type: `${ADL}/activities/course` },
  };
}

/** A question of the content of a course; what the content calls it is unique in its item only. */
export function courseQuestionActivity(
  { course, itemId, interaction }: Extract<Act, { type: 'course-answer' }>,
  { hub }: Names,
): Activity {
  const place = [course.id, itemId, interaction.id].map(encodeURIComponent).join('/');
  const { type, description, correctResponses } = interaction;
  return {
    objectType: 'Activity',
    id: `${hub}/xapi/activities/courses/${place}`,
    definition: {
      ...(description && { description: { [course.language ?? 'und']: description } }),
      type: `${ADL}/activities/cmi.interaction`,
      interactionType: type,
      ...(correctResponses.length > 0 && { correctResponsesPattern: correctResponses }),
    },
  };
}

/** Kinds of the player as interactions (xAPI 2.0 4.2.4.2.2); flash cards are judged by their learner. */
const interactionTypes = {
  choice: 'choice',
  typed: 'fill-in',
} as const;

export function promptActivity(
  promptId: string,
  subject: PromptSubject | undefined,
  { hub }: Names,
): Activity {
  const kind = subject?.kind;
  return {
    objectType: 'Activity',
    id: `${hub}/xapi/activities/prompts/${promptId}`,
    definition: {
      ...(subject && { name: { [subject.language]: subject.title } }),
      type: `${ADL}/activities/cmi.interaction`,
      interactionType: kind === 'choice' || kind === 'typed' ? interactionTypes[kind] : 'other',
    },
  };
}

/** Names of the hub's own extensions. */
export function extension(name: 'rating' | 'summary', { hub }: Names): string {
  return `${hub}/xapi/extensions/${name}`;
}

export function durationOf(ms: number): string {
  return `PT${(ms / 1000).toFixed(2)}S`;
}
