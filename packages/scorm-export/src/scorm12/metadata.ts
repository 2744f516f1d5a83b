import type { Course } from '../course/course.ts';
import { minutes, vCard } from '../scorm/metadata.ts';
import { xmlLine, xmlTitle } from '../xml/characters.ts';
import { type XmlElement, xmlDocument } from '../xml/document.ts';

/** LOM in the binding of SCORM 1.2 (IMS MD 1.2.1), for the package as a whole. */
export function scorm12Metadata({ metadata, ...course }: Course): string {
  const { description, keywords = [], author, license, typicalMinutes } = metadata;
  const text = (value: string): XmlElement => ({ langstring: said(value, course.language) });
  return xmlDocument({
    lom: {
      '@xmlns': 'http://www.imsglobal.org/xsd/imsmd_rootv1p2p1',
      general: {
        identifier: xmlLine(course.id, 200),
        title: text(xmlTitle(course.title, 1000)),
        language: course.language,
        description: text(description ?? course.title),
        ...(keywords.length > 0 && { keyword: keywords.map(text) }),
      },
      lifecycle: {
        version: text(course.revision),
        status: vocabulary('Final'),
        ...(author && {
          contribute: { role: vocabulary('Author'), centity: { vcard: vCard(author) } },
        }),
      },
      metametadata: { metadatascheme: 'ADL SCORM 1.2' },
      technical: {
        format: 'text/html',
        location: { '@type': 'URI', '#text': course.units[0].page },
      },
      ...(typicalMinutes && {
        educational: { typicallearningtime: { datetime: minutes(typicalMinutes) } },
      }),
      rights: {
        cost: vocabulary('no'),
        copyrightandotherrestrictions: vocabulary(license ? 'yes' : 'no'),
        ...(license && { description: text(license) }),
      },
    },
  });
}

function vocabulary(value: string): XmlElement {
  const term = (word: string) => ({ langstring: said(word, 'x-none') });
  return { source: term('LOMv1.0'), value: term(value) };
}

function said(text: string, language: string): XmlElement {
  return { '@xml:lang': language, '#text': text };
}
