import { cmi, type DataType } from './data-types.ts';

export interface Element {
  access: 'read' | 'write' | 'both';
  type: DataType;
}

const read: Element = { access: 'read', type: () => true };
const write = (type: DataType): Element => ({ access: 'write', type });
const both = (type: DataType): Element => ({ access: 'both', type });

/** RTE 4.2, the elements that are one each; texts have the least length that LMSs must take. */
export function elementsOf(stateChars: number): Readonly<Record<string, Element>> {
  return {
    'cmi._version': read,
    'cmi.completion_status': both(cmi.completion),
    'cmi.completion_threshold': read,
    'cmi.credit': read,
    'cmi.entry': read,
    'cmi.exit': write(cmi.exit),
    'cmi.interactions._count': read,
    'cmi.launch_data': read,
    'cmi.learner_id': read,
    'cmi.learner_name': read,
    'cmi.location': both(cmi.characterstring(1000)),
    'cmi.mode': read,
    'cmi.objectives._count': read,
    'cmi.progress_measure': both(cmi.within(0, 1)),
    'cmi.scaled_passing_score': read,
    'cmi.score.scaled': both(cmi.within(-1, 1)),
    'cmi.score.raw': both(cmi.real),
    'cmi.score.min': both(cmi.real),
    'cmi.score.max': both(cmi.real),
    'cmi.session_time': write(cmi.timeinterval),
    'cmi.success_status': both(cmi.success),
    'cmi.suspend_data': both(cmi.characterstring(stateChars)),
    'cmi.total_time': read,
    'adl.nav.request': both(cmi.navigation),
    'adl.nav.request_valid.continue': read,
    'adl.nav.request_valid.previous': read,
  };
}

/** RTE 4.2.9; responses and patterns are checked by the interaction's type. */
export const interactionElements: Readonly<Record<string, DataType>> = {
  id: cmi.uri,
  type: cmi.interactionType,
  timestamp: cmi.time,
  weighting: cmi.real,
  result: cmi.result,
  latency: cmi.timeinterval,
  description: cmi.characterstring(250),
};

/** RTE 4.2.17. */
export const objectiveElements: Readonly<Record<string, DataType>> = {
  id: cmi.uri,
  'score.scaled': cmi.within(-1, 1),
  'score.raw': cmi.real,
  'score.min': cmi.real,
  'score.max': cmi.real,
  success_status: cmi.success,
  completion_status: cmi.completion,
  progress_measure: cmi.within(0, 1),
  description: cmi.characterstring(250),
};
