import type { Course, Unit } from '../course/course.ts';
import { refusePretest } from '../course/refuse-pretest.ts';
import { xmlTitle } from '../xml/characters.ts';
import { type XmlElement, xmlDocument } from '../xml/document.ts';
import { href } from '../xml/href.ts';
import { courseIri, objectiveIri, unitIri } from './iri.ts';

const longestTitle = 1000;

/** `cmi5.xml` (cmi5 13.1): a course with an assignable unit for each unit. */
export function cmi5Structure(course: Course): string {
  refusePretest(course, 'cmi5');
  const text = (value: string): XmlElement => ({
    langstring: { '@lang': course.language, '#text': xmlTitle(value, longestTitle) },
  });
  const about = (title: string) => ({
    title: text(title),
    // 13.1.1: may not be left out.
    description: text(course.metadata.description ?? title),
  });
  const objectives = new Map(
    course.units.flatMap(({ content }) => content.objectives ?? []).map((one) => [one.id, one]),
  );
  return xmlDocument({
    courseStructure: {
      '@xmlns': 'https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd',
      course: { '@id': courseIri(course), ...about(course.title) },
      ...(objectives.size > 0 && {
        objectives: {
          objective: [...objectives.values()].map(({ id, title }) => ({
            '@id': objectiveIri(course, id),
            title: text(title),
            description: text(title),
          })),
        },
      }),
      au: course.units.map((unit) => ({
        '@id': unitIri(course, unit),
        ...moveOn(course),
        '@launchMethod': 'AnyWindow',
        ...about(unit.title),
        ...objectivesOf(unit, course),
        url: href(unit.page),
      })),
    },
  });
}

/** 10.2.4: where there is something to pass, it has to be passed. */
function moveOn({ masteryScore }: Course): XmlElement {
  if (masteryScore === undefined) return { '@moveOn': 'Completed' };
  const rounded = Math.round(masteryScore * 10_000) / 10_000;
  return { '@moveOn': 'CompletedAndPassed', '@masteryScore': String(rounded) };
}

function objectivesOf({ content: { objectives = [] } }: Unit, course: Course): XmlElement {
  if (objectives.length === 0) return {};
  const references = objectives.map(({ id }) => ({ '@idref': objectiveIri(course, id) }));
  return { objectives: { objective: references } };
}
