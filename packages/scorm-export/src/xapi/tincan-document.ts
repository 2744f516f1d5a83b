import type { Course, Unit } from '../course/course.ts';
import { refusePretest } from '../course/refuse-pretest.ts';
import { xmlTitle } from '../xml/characters.ts';
import { type XmlElement, xmlDocument } from '../xml/document.ts';
import { href } from '../xml/href.ts';
import { courseIri, unitIri } from './iri.ts';

const longestTitle = 1000;
const types = 'http://adlnet.gov/expapi/activities';

/** `tincan.xml`: an activity with a launch for each unit. */
export function tincanDocument(course: Course): string {
  refusePretest(course, 'tincan.xml');
  const inLanguage = (text: string): XmlElement => ({
    '@lang': course.language,
    '#text': xmlTitle(text, longestTitle),
  });
  const isWhole = course.units.length === 1;
  return xmlDocument({
    tincan: {
      '@xmlns': 'http://projecttincan.com/tincan.xsd',
      activities: {
        activity: course.units.map((unit: Unit) => ({
          '@id': isWhole ? courseIri(course) : unitIri(course, unit),
          '@type': `${types}/${isWhole ? 'course' : 'lesson'}`,
          name: inLanguage(unit.title),
          description: inLanguage(course.metadata.description ?? unit.title),
          launch: { '@lang': course.language, '#text': href(unit.page) },
        })),
      },
    },
  });
}
