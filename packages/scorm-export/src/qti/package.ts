import type { Course } from '../course/course.ts';
import { itemReferences } from '../media-references.ts';
import { type PackageFile, textFile } from '../package-file.ts';
import { xmlTitle } from '../xml/characters.ts';
import { type XmlElement, xmlDocument } from '../xml/document.ts';
import { href } from '../xml/href.ts';
import { ncName } from '../xml/ncname.ts';
import { type Question, qtiItem } from './item.ts';

interface QtiItem {
  identifier: string;
  file: string;
  question: Question;
}

interface QtiSection {
  identifier: string;
  title: string;
  items: QtiItem[];
}

const namespaces = {
  '@xmlns': 'http://www.imsglobal.org/xsd/imsqtiasi_v3p0',
  '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  '@xsi:schemaLocation':
    'http://www.imsglobal.org/xsd/imsqtiasi_v3p0 https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd',
};

/** A QTI 3.0 package: a test with a section for each unit, and an item for each question. */
export function qtiFiles(course: Course, media: readonly PackageFile[]): PackageFile[] {
  const sections = course.units.map(
    (unit, section): QtiSection => ({
      identifier: `section-${section + 1}`,
      title: unit.title,
      items: unit.content.items.flatMap((question, index) =>
        question.kind === 'info' ? [] : [itemOf(question, `${section + 1}-${index + 1}`)],
      ),
    }),
  );
  const items = sections.flatMap((section) => section.items);
  return [
    ...items.map(({ identifier, file, question }, index) =>
      textFile(
        file,
        qtiItem(question, {
          identifier,
          title: question.title ?? `${course.title} ${index + 1}`,
          language: question.language ?? course.language,
        }),
      ),
    ),
    ...media,
    textFile('test.xml', testDocument(course, sections)),
    textFile('imsmanifest.xml', manifest(course, items, media)),
  ];
}

function itemOf(question: Question, number: string): QtiItem {
  const identifier = `item-${number}`;
  return { identifier, file: `items/${identifier}.xml`, question };
}

function testDocument(course: Course, sections: readonly QtiSection[]): string {
  const { shuffle, questions } = course.units[0].content.options;
  return xmlDocument({
    'qti-assessment-test': {
      ...namespaces,
      '@identifier': ncName('test', course.id),
      '@title': titleOf(course),
      'qti-test-part': {
        '@identifier': 'part-1',
        '@navigation-mode': 'nonlinear',
        '@submission-mode': 'individual',
        'qti-assessment-section': sections.map(({ identifier, items, ...section }) => ({
          '@identifier': identifier,
          '@title': titleOf(section),
          '@visible': 'true',
          ...(questions !== undefined &&
            questions < items.length && { 'qti-selection': { '@select': String(questions) } }),
          ...(shuffle && { 'qti-ordering': { '@shuffle': 'true' } }),
          'qti-assessment-item-ref': items.map((item) => ({
            '@identifier': item.identifier,
            '@href': item.file,
          })),
        })),
      },
    },
  });
}

function manifest(
  course: Course,
  items: readonly QtiItem[],
  media: readonly PackageFile[],
): string {
  const mediaIds = new Map(media.map(({ name }, index) => [name, `media-${index + 1}`]));
  const mediaResources = [...mediaIds].map(([name, identifier]) => ({
    '@identifier': identifier,
    '@type': 'webcontent',
    '@href': href(name),
    file: { '@href': href(name) },
  }));
  const dependsOn = (identifiers: readonly string[]): XmlElement =>
    identifiers.length === 0
      ? {}
      : { dependency: identifiers.map((one) => ({ '@identifierref': one })) };
  const mediaOf = (question: Question) =>
    [...itemReferences(question)].flatMap((name) => mediaIds.get(`media/${name}`) ?? []);
  return xmlDocument({
    manifest: {
      '@identifier': ncName('deck', course.id),
      '@xmlns': 'http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1',
      metadata: { schema: 'QTI Package', schemaversion: '3.0.0' },
      organizations: '',
      resources: {
        resource: [
          {
            '@identifier': 'test',
            '@type': 'imsqti_test_xmlv3p0',
            '@href': 'test.xml',
            file: { '@href': 'test.xml' },
            ...dependsOn(items.map(({ identifier }) => identifier)),
          },
          ...items.map(({ identifier, file, question }) => ({
            '@identifier': identifier,
            '@type': 'imsqti_item_xmlv3p0',
            '@href': file,
            file: { '@href': file },
            ...dependsOn(mediaOf(question)),
          })),
          ...mediaResources,
        ],
      },
    },
  });
}

function titleOf({ title }: { title: string }): string {
  return xmlTitle(title, 200);
}
