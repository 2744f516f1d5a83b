import { openCourse } from './open-course.ts';
import { createScorm12 } from './runtime/scorm12-runtime.ts';

openCourse(({ items, stored }, host) =>
  createScorm12({
    ...{ items, host },
    stored: stored?.dataModels ?? {},
    startAt: stored?.currentItem ?? null,
  }),
);
