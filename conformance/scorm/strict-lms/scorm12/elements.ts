import { cmi, type DataType } from './data-types.ts';

export interface Element {
  access: 'read' | 'write' | 'both';
  type: DataType;
}

const read = (type: DataType = () => true): Element => ({ access: 'read', type });
const write = (type: DataType): Element => ({ access: 'write', type });
const both = (type: DataType): Element => ({ access: 'both', type });

/** RTE 3.4.4, the elements that are one each. */
export const elements: Readonly<Record<string, Element>> = {
  'cmi.core._children': read(),
  'cmi.core.student_id': read(),
  'cmi.core.student_name': read(),
  'cmi.core.lesson_location': both(cmi.string255),
  'cmi.core.credit': read(),
  'cmi.core.lesson_status': both(cmi.status),
  'cmi.core.entry': read(),
  'cmi.core.score._children': read(),
  'cmi.core.score.raw': both(cmi.score),
  'cmi.core.score.min': both(cmi.score),
  'cmi.core.score.max': both(cmi.score),
  'cmi.core.total_time': read(),
  'cmi.core.lesson_mode': read(),
  'cmi.core.exit': write(cmi.exit),
  'cmi.core.session_time': write(cmi.timespan),
  'cmi.suspend_data': both(cmi.string4096),
  'cmi.launch_data': read(),
  'cmi.comments': both(cmi.string4096),
  'cmi.comments_from_lms': read(),
  'cmi.student_data.mastery_score': read(),
  'cmi.objectives._count': read(),
  'cmi.interactions._count': read(),
  'cmi.interactions._children': read(),
};

/** RTE 3.4.4, all write-only; the responses are checked by the interaction's type as well. */
export const interactionElements: Readonly<Record<string, DataType>> = {
  id: cmi.identifier,
  time: cmi.time,
  type: cmi.interactionType,
  weighting: cmi.decimal,
  student_response: cmi.string255,
  result: cmi.result,
  latency: cmi.timespan,
};

/** RTE 3.4.4 cmi.objectives. */
export const objectiveElements: Readonly<Record<string, DataType>> = {
  id: cmi.identifier,
  'score.raw': cmi.score,
  'score.min': cmi.score,
  'score.max': cmi.score,
  status: cmi.status,
};
