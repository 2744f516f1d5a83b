import type { Writable } from 'node:stream';
import { type PackageFile, textFile } from '../package-file.ts';
import { writeTarget } from '../target-file.ts';
import { xmlTitle } from '../xml/characters.ts';
import { type XmlElement, xmlDocument } from '../xml/document.ts';
import { ncName } from '../xml/ncname.ts';
import { writeZip } from '../zip-file.ts';

/** A link to the web, or to an LTI tool that the platform knows; `custom` goes with the launch. */
export interface CartridgeLink {
  /** Stable over exports. */
  id: string;
  kind: 'web' | 'lti';
  title: string;
  /** Absolute. */
  url: string;
  description?: string;
  custom?: Readonly<Record<string, string>>;
}

export interface ThinCartridge {
  id: string;
  title: string;
  /** BCP 47. */
  language: string;
  links: readonly CartridgeLink[];
  /** A path, which changes only when the cartridge is whole, or a stream, which is ended. */
  target: string | Writable;
  signal?: AbortSignal;
}

const CC = 'http://www.imsglobal.org/xsd/imsccv1p3';
const LTI = 'http://www.imsglobal.org/xsd';

/**
 * Writes a Thin Common Cartridge 1.3 (`.imscc`): nothing but links, which a platform adds to a
 * course.
 */
export async function writeThinCartridge(cartridge: ThinCartridge): Promise<void> {
  const { target, signal } = cartridge;
  const files = cartridgeFiles(cartridge);
  const write = (stream: Writable) => writeZip(files, stream, { signal });
  await writeTarget(target, write);
}

function cartridgeFiles({ id, title, language, links }: ThinCartridge): PackageFile[] {
  const resources = links.map((link) => ({ link, resource: ncName('link', link.id) }));
  const manifest = xmlDocument({
    manifest: {
      '@identifier': ncName('cartridge', id),
      '@xmlns': `${CC}/imscp_v1p1`,
      '@xmlns:lomimscc': 'http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest',
      metadata: {
        schema: 'IMS Thin Common Cartridge',
        schemaversion: '1.3.0',
        'lomimscc:lom': {
          'lomimscc:general': {
            'lomimscc:title': {
              'lomimscc:string': { '@language': language, '#text': lineOf(title) },
            },
          },
        },
      },
      organizations: {
        organization: {
          '@identifier': 'organization',
          '@structure': 'rooted-hierarchy',
          item: {
            '@identifier': 'root',
            item: resources.map(({ link, resource }) => ({
              '@identifier': `item-${resource}`,
              '@identifierref': resource,
              title: lineOf(link.title),
            })),
          },
        },
      },
      resources: {
        resource: resources.map(({ link, resource }) => ({
          '@identifier': resource,
          '@type': link.kind === 'web' ? 'imswl_xmlv1p3' : 'imsbasiclti_xmlv1p3',
          file: { '@href': fileName(resource) },
        })),
      },
    },
  });
  return [
    textFile('imsmanifest.xml', manifest),
    ...resources.map(({ link, resource }) =>
      textFile(fileName(resource), link.kind === 'web' ? webLink(link) : ltiLink(link)),
    ),
  ];
}

function fileName(resource: string): string {
  return `${resource}.xml`;
}

function webLink({ title, url }: CartridgeLink): string {
  return xmlDocument({
    webLink: { '@xmlns': `${CC}/imswl_v1p3`, title: lineOf(title), url: { '@href': url } },
  });
}

function ltiLink({ title, url, description, custom = {} }: CartridgeLink): string {
  const properties: XmlElement[] = Object.entries(custom).map(([name, value]) => ({
    '@name': name,
    '#text': value,
  }));
  return xmlDocument({
    cartridge_basiclti_link: {
      '@xmlns': `${LTI}/imslticc_v1p3`,
      '@xmlns:blti': `${LTI}/imsbasiclti_v1p0`,
      '@xmlns:lticm': `${LTI}/imslticm_v1p0`,
      'blti:title': lineOf(title),
      ...(description && { 'blti:description': description }),
      ...(properties.length > 0 && { 'blti:custom': { 'lticm:property': properties } }),
      [url.startsWith('https:') ? 'blti:secure_launch_url' : 'blti:launch_url']: url,
      'blti:vendor': { 'lticp:code': 'crosswalk', 'lticp:name': 'Crosswalk' },
      '@xmlns:lticp': `${LTI}/imslticp_v1p0`,
    },
  });
}

function lineOf(title: string): string {
  return xmlTitle(title, 200);
}
