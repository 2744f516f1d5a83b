/** Names that cmi5 gives to verbs, activities and extensions (cmi5 9.3 to 9.6). */

const ADL = 'http://adlnet.gov/expapi/verbs';
const W3ID = 'https://w3id.org/xapi/adl/verbs';
const CMI5 = 'https://w3id.org/xapi/cmi5';

export const verbs = {
  launched: `${ADL}/launched`,
  initialized: `${ADL}/initialized`,
  completed: `${ADL}/completed`,
  passed: `${ADL}/passed`,
  failed: `${ADL}/failed`,
  terminated: `${ADL}/terminated`,
  abandoned: `${W3ID}/abandoned`,
  waived: `${W3ID}/waived`,
  satisfied: `${W3ID}/satisfied`,
} as const;

/** Verbs of cmi5 defined statements that an AU may send. */
export const auVerbs = ['initialized', 'completed', 'passed', 'failed', 'terminated'] as const;
export type AuVerb = (typeof auVerbs)[number];

export const categories = {
  cmi5: `${CMI5}/context/categories/cmi5`,
  moveOn: `${CMI5}/context/categories/moveon`,
} as const;

export const activityTypes = {
  block: `${CMI5}/activitytype/block`,
  course: `${CMI5}/activitytype/course`,
} as const;

export const extensions = {
  sessionId: `${CMI5}/context/extensions/sessionid`,
  masteryScore: `${CMI5}/context/extensions/masteryscore`,
  launchMode: `${CMI5}/context/extensions/launchmode`,
  launchUrl: `${CMI5}/context/extensions/launchurl`,
  moveOn: `${CMI5}/context/extensions/moveon`,
  launchParameters: `${CMI5}/context/extensions/launchparameters`,
  reason: `${CMI5}/result/extensions/reason`,
} as const;
