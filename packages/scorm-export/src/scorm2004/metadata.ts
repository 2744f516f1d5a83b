import type { Course } from '../course/course.ts';
import { minutes, vCard } from '../scorm/metadata.ts';
import { xmlLine, xmlTitle } from '../xml/characters.ts';
import { type XmlElement, xmlDocument } from '../xml/document.ts';

/** IEEE LOM 1484.12.3 for the package as a whole. */
export function scorm2004Metadata({ metadata, ...course }: Course): string {
  const { description, keywords = [], author, license, typicalMinutes } = metadata;
  const text = (value: string): XmlElement => ({
    string: { '@language': course.language, '#text': value },
  });
  return xmlDocument({
    lom: {
      '@xmlns': 'http://ltsc.ieee.org/xsd/LOM',
      general: {
        identifier: { catalog: 'Crosswalk', entry: xmlLine(course.id, 1000) },
        title: text(xmlTitle(course.title, 1000)),
        language: course.language,
        description: text(description ?? course.title),
        ...(keywords.length > 0 && { keyword: keywords.map(text) }),
      },
      lifeCycle: {
        version: text(course.revision),
        status: vocabulary('final'),
        ...(author && { contribute: { role: vocabulary('author'), entity: vCard(author) } }),
      },
      metaMetadata: { metadataSchema: 'LOMv1.0' },
      technical: { format: 'text/html' },
      ...(typicalMinutes && {
        educational: { typicalLearningTime: { duration: minutes(typicalMinutes) } },
      }),
      rights: {
        cost: vocabulary('no'),
        copyrightAndOtherRestrictions: vocabulary(license ? 'yes' : 'no'),
        ...(license && { description: text(license) }),
      },
    },
  });
}

function vocabulary(value: string): XmlElement {
  return { source: 'LOMv1.0', value };
}
