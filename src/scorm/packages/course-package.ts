import type { CourseKind, CourseStructure, CourseWarning } from '../courses/course-structure.ts';

/** What the description of a package tells of its course. */
export interface CourseDescription {
  title: string;
  description: string | null;
  /** BCP 47. */
  language: string | null;
  structure: CourseStructure;
}

/** A package that was looked over; nothing of it is unpacked yet. */
export interface CoursePackage extends CourseDescription {
  kind: CourseKind;
  warnings: CourseWarning[];
  /** How many files its content has. */
  files: number;
}
