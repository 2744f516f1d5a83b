import type { PlayerContent } from '@crosswalk/player/content';
import { xmlLine } from '../xml/characters.ts';
import { type XmlElement, xmlDocument } from '../xml/document.ts';
import { href } from '../xml/href.ts';
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
 * `imsmanifest.xml` of SCORM 1.2 (Content Aggregation Model 2.3): one organization with one item,
 * whose SCO is `launch`. `names` are the other files of the package, `launch` among them.
 */
export function scorm12Manifest(
  content: PlayerContent,
  launch: string,
  names: readonly string[],
): string {
  const title = xmlLine(content.title, longestTitle) || 'Untitled';
  return xmlDocument({
    manifest: {
      '@identifier': ncName('deck', content.id),
      '@version': '1.0',
      ...namespaces,
      // No LOM inside: imscp demands its schema, which many validators reject as ambiguous.
      metadata: { schema: 'ADL SCORM', schemaversion: '1.2' },
      organizations: {
        '@default': 'organization',
        organization: {
          '@identifier': 'organization',
          title,
          item: {
            '@identifier': 'item',
            '@identifierref': 'sco',
            '@isvisible': 'true',
            title,
            ...masteryScore(content.options.masteryScore),
          },
        },
      },
      resources: {
        resource: {
          '@identifier': 'sco',
          '@type': 'webcontent',
          '@adlcp:scormtype': 'sco',
          '@href': href(launch),
          file: names.map((name) => ({ '@href': href(name) })),
        },
      },
    },
  });
}

/** Content Aggregation Model 2.3.2: 0 to 100. Rounded, as 0.29 * 100 is not 29 in binary. */
function masteryScore(scaled: number | undefined): XmlElement {
  if (scaled === undefined) return {};
  return { 'adlcp:masteryscore': String(Math.round(scaled * 10_000) / 100) };
}
