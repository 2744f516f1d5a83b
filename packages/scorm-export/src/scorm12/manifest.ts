import type { Course, Unit } from '../course/course.ts';
import { refusePretest } from '../course/refuse-pretest.ts';
import { METADATA_FILE } from '../scorm/metadata.ts';
import { itemId, resourceId, resources } from '../scorm/resources.ts';
import { xmlTitle } from '../xml/characters.ts';
import { type XmlElement, xmlDocument } from '../xml/document.ts';
import { ncName } from '../xml/ncname.ts';

/** `titleType` of imscp_rootv1p1p2.xsd. */
const longestTitle = 200;

const namespaces = {
  '@xmlns': 'http://www.imsproject.org/xsd/imscp_rootv1p1p2',
  '@xmlns:adlcp': 'http://www.adlnet.org/xsd/adlcp_rootv1p2',
  '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  '@xsi:schemaLocation': [
    'http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd',
    'http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd',
  ].join(' '),
};

/**
 * `imsmanifest.xml` of SCORM 1.2 (Content Aggregation Model 2.3): one organization with an item
 * for each unit. `names` are the other files of the package.
 */
export function scorm12Manifest(course: Course, names: readonly string[]): string {
  refusePretest(course, 'SCORM 1.2');
  return xmlDocument({
    manifest: {
      '@identifier': ncName('deck', course.id),
      '@version': '1.0',
      ...namespaces,
      metadata: {
        schema: 'ADL SCORM',
        schemaversion: '1.2',
        'adlcp:location': METADATA_FILE,
      },
      organizations: {
        '@default': 'organization',
        organization: {
          '@identifier': 'organization',
          title: titleOf(course),
          item: course.units.map((unit, index) => itemOf(unit, course, course.units[index - 1])),
        },
      },
      resources: { resource: resources(course, names, '@adlcp:scormtype') },
    },
  });
}

function itemOf(unit: Unit, { sequencing, masteryScore }: Course, before?: Unit): XmlElement {
  return {
    '@identifier': itemId(unit),
    '@identifierref': resourceId(unit),
    '@isvisible': 'true',
    title: titleOf(unit),
    ...(sequencing === 'linear' && before && prerequisite(before)),
    ...mastery(masteryScore),
  };
}

/** Content Aggregation Model 2.3.2.5.1: open when the one before it is passed or completed. */
function prerequisite(before: Unit): XmlElement {
  return { 'adlcp:prerequisites': { '@type': 'aicc_script', '#text': itemId(before) } };
}

/** Content Aggregation Model 2.3.2: 0 to 100. Rounded, as 0.29 * 100 is not 29 in binary. */
function mastery(scaled: number | undefined): XmlElement {
  if (scaled === undefined) return {};
  return { 'adlcp:masteryscore': String(Math.round(scaled * 10_000) / 100) };
}

function titleOf({ title }: { title: string }): string {
  return xmlTitle(title, longestTitle);
}
