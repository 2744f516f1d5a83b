import { openCourse } from './open-course.ts';
import { createScorm2004 } from './runtime/scorm2004-runtime.ts';

openCourse(({ items, activityTree, stored }, host) =>
  createScorm2004({ items, activityTree, stored, host }),
);
