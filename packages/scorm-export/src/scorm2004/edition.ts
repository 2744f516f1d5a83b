/** Of SCORM 2004. */
export type Edition = 3 | 4;
