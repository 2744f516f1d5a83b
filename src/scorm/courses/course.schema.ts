import { Type } from 'typebox';
import { Id, Nullable, OneOf, Time } from '../../platform/http/shapes.ts';
import type { CourseKind, CourseStructure } from './course-structure.ts';

export const courseKinds: CourseKind[] = ['scorm12', 'scorm2004', 'cmi5', 'tincan', 'aicc'];

const properties = {
  id: Id,
  kind: OneOf(courseKinds),
  title: Type.String(),
  description: Nullable(Type.String()),
  language: Nullable(Type.String({ description: 'BCP 47' })),
  warnings: Type.Array(Type.Object({ at: Type.String(), reason: Type.String() }), {
    description: 'what was odd about the package',
  }),
  fileName: Type.String(),
  fileHash: Type.String({ description: 'SHA-256 of the package' }),
  files: Type.Integer(),
  bytes: Type.Integer({ description: 'of all files, unpacked' }),
  version: Type.Integer(),
  createdAt: Time,
  updatedAt: Time,
};

export const CourseSummary = Type.Object(properties);

export const CourseDetail = Type.Object({
  ...properties,
  structure: Type.Unsafe<CourseStructure>({
    type: 'object',
    description:
      'what the package says, by its kind: for SCORM the activity tree with its sequencing, defaults filled in; for cmi5 blocks and assignable units; for xAPI activities; for AICC blocks and units',
  }),
});

export const RenameCourse = Type.Object(
  {
    title: Type.String({
      minLength: 1,
      maxLength: 400,
      pattern: '^(?!\\s)[^\\u0000]*[^\\s\\u0000]$',
    }),
  },
  { additionalProperties: false },
);
