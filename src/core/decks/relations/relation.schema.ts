import { Type } from 'typebox';
import { Id, OneOf } from '../../../platform/http/shapes.ts';

/** Of a prerequisite, `from` must be known before `to`. */
export const Relation = Type.Object(
  { from: Id, to: Id, kind: OneOf(['prerequisite', 'dependency', 'related'] as const) },
  { additionalProperties: false },
);
