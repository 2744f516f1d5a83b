import type {
  AiccAu,
  AiccBlock,
  Cmi5Au,
  Cmi5Block,
  CourseStructure,
  LaunchTarget,
  ScormResource,
} from '../../courses/course-structure.ts';
import { firstText } from '../language-map.ts';

/** A page of a course's package, as the course calls it. */
export interface CoursePage {
  path: string;
  title: string | undefined;
}

const HTML = /\.x?html?$/i;

/** The pages that a course opens, in its order, each once. */
export function coursePages(structure: CourseStructure): CoursePage[] {
  const pages = new Map<string, CoursePage>();
  for (const { target, title } of targetsOf(structure)) {
    if (!target || !('path' in target) || !HTML.test(target.path)) continue;
    if (!pages.has(target.path)) pages.set(target.path, { path: target.path, title });
  }
  return [...pages.values()];
}

interface Opened {
  target: LaunchTarget | null | undefined;
  title: string | undefined;
}

function targetsOf(structure: CourseStructure): Opened[] {
  if (structure.kind === 'scorm12' || structure.kind === 'scorm2004') {
    return itemTargets(structure.organization);
  }
  if (structure.kind === 'tincan') {
    return structure.activities.map(({ launch, name }) => ({
      target: launch,
      title: firstText(name),
    }));
  }
  return structure.children.flatMap(partTargets);
}

interface Item {
  title: string;
  resource: ScormResource | null;
  children: Item[];
}

function itemTargets({ title, resource, children }: Item): Opened[] {
  return [{ target: resource?.target, title }, ...children.flatMap(itemTargets)];
}

function partTargets(part: Cmi5Block | Cmi5Au | AiccBlock | AiccAu): Opened[] {
  if (part.type === 'block') return part.children.flatMap(partTargets);
  const title = typeof part.title === 'string' ? part.title : firstText(part.title);
  return [{ target: part.target, title }];
}
