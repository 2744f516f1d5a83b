import type {
  Cmi5Au,
  Cmi5Block,
  Cmi5Structure,
  CourseStructure,
  TincanActivity,
  TincanStructure,
} from '../../courses/course-structure.ts';

/** What of a course is launched and reports for itself. */
export type Au = Omit<Cmi5Au, 'type' | 'objectiveIds'>;

/** Courses whose content speaks xAPI. */
export type XapiStructure = Cmi5Structure | TincanStructure;

export function isXapiStructure(structure: CourseStructure): structure is XapiStructure {
  return structure.kind === 'cmi5' || structure.kind === 'tincan';
}

/** In the order of the document: the place of an AU in it names the AU in the database. */
export function ausOf(structure: XapiStructure): Au[] {
  if (structure.kind === 'tincan') return structure.activities.flatMap(launchable);
  return structure.children.flatMap(ausWithin);
}

export function ausWithin(part: Cmi5Block | Cmi5Au): Cmi5Au[] {
  return part.type === 'au' ? [part] : part.children.flatMap(ausWithin);
}

export function blocksOf(structure: XapiStructure): Cmi5Block[] {
  return structure.kind === 'tincan' ? [] : structure.children.flatMap(blocksWithin);
}

/** The innermost first. */
function blocksWithin(part: Cmi5Block | Cmi5Au): Cmi5Block[] {
  return part.type === 'au' ? [] : [...part.children.flatMap(blocksWithin), part];
}

/** A tincan.xml says nothing of when an activity is done; either outcome that content tells will do. */
function launchable({ id, type, name, description, launch }: TincanActivity): Au[] {
  if (!launch) return [];
  return [
    {
      ...{ id, title: name, description, target: launch, activityType: type },
      launchMethod: 'AnyWindow',
      moveOn: 'CompletedOrPassed',
      masteryScore: null,
      launchParameters: null,
      entitlementKey: null,
    },
  ];
}
