import type { Course, Unit } from '../course/course.ts';
import { METADATA_FILE } from '../scorm/metadata.ts';
import { itemId, resourceId, resources } from '../scorm/resources.ts';
import { xmlTitle } from '../xml/characters.ts';
import { type XmlElement, xmlDocument } from '../xml/document.ts';
import { ncName } from '../xml/ncname.ts';
import type { Edition } from './edition.ts';
import { courseSequencing, share, unitSequencing } from './sequencing.ts';

const longestTitle = 1000;
const editions = { 3: '2004 3rd Edition', 4: '2004 4th Edition' };

const schemas = {
  'http://www.imsglobal.org/xsd/imscp_v1p1': 'imscp_v1p1.xsd',
  'http://www.adlnet.org/xsd/adlcp_v1p3': 'adlcp_v1p3.xsd',
  'http://www.adlnet.org/xsd/adlseq_v1p3': 'adlseq_v1p3.xsd',
  'http://www.adlnet.org/xsd/adlnav_v1p3': 'adlnav_v1p3.xsd',
  'http://www.imsglobal.org/xsd/imsss': 'imsss_v1p0.xsd',
};

const namespaces = {
  '@xmlns': 'http://www.imsglobal.org/xsd/imscp_v1p1',
  '@xmlns:adlcp': 'http://www.adlnet.org/xsd/adlcp_v1p3',
  '@xmlns:adlseq': 'http://www.adlnet.org/xsd/adlseq_v1p3',
  '@xmlns:adlnav': 'http://www.adlnet.org/xsd/adlnav_v1p3',
  '@xmlns:imsss': 'http://www.imsglobal.org/xsd/imsss',
  '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  '@xsi:schemaLocation': Object.entries(schemas).flat().join(' '),
};

/**
 * `imsmanifest.xml` of SCORM 2004 (Content Aggregation Model 3.4): one organization with an item
 * for each unit. `names` are the other files of the package.
 */
export function scorm2004Manifest(
  course: Course,
  names: readonly string[],
  edition: Edition,
): string {
  return xmlDocument({
    manifest: {
      '@identifier': ncName('deck', course.id),
      '@version': '1.0',
      ...namespaces,
      metadata: {
        schema: 'ADL SCORM',
        schemaversion: editions[edition],
        'adlcp:location': METADATA_FILE,
      },
      organizations: {
        '@default': 'organization',
        organization: {
          '@identifier': 'organization',
          // What was passed in one enrolment does not count in the next.
          '@adlseq:objectivesGlobalToSystem': 'false',
          title: titleOf(course),
          item: course.units.map((unit) => itemOf(unit, course, edition)),
          'imsss:sequencing': courseSequencing(course),
        },
      },
      resources: { resource: resources(course, names, '@adlcp:scormType') },
    },
  });
}

function itemOf(unit: Unit, course: Course, edition: Edition): XmlElement {
  return {
    '@identifier': itemId(unit),
    '@identifierref': resourceId(unit),
    '@isvisible': 'true',
    title: titleOf(unit),
    ...completionThreshold(unit, edition),
    'imsss:sequencing': unitSequencing(unit, course),
    ...(course.units.length === 1 && { 'adlnav:presentation': withoutSteps }),
  };
}

/** Where there is only one SCO, there is nothing to step to. */
const withoutSteps: XmlElement = {
  'adlnav:navigationInterface': { 'adlnav:hideLMSUI': ['continue', 'previous'] },
};

/** Content Aggregation Model 3.4.1.15: completed by the share that the SCO reports. */
function completionThreshold({ content }: Unit, edition: Edition): XmlElement {
  const { mode, completionThreshold: threshold } = content.options;
  if (mode !== 'study' || threshold === undefined) return {};
  if (edition === 3) return { 'adlcp:completionThreshold': share(threshold) };
  return {
    'adlcp:completionThreshold': {
      '@completedByMeasure': 'true',
      '@minProgressMeasure': share(threshold),
    },
  };
}

function titleOf({ title }: { title: string }): string {
  return xmlTitle(title, longestTitle);
}
