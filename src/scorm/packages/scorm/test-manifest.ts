import { testReading } from '../test-reading.ts';
import { readManifest } from './manifest.ts';

export const NS12 =
  'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"';
export const NS2004 =
  'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3" xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss"';

export interface ManifestParts {
  namespaces?: string;
  version?: string;
  organizations?: string;
  resources?: string;
  metadata?: string;
}

export const ORGANIZATION = (items: string) =>
  `<organizations default="o"><organization identifier="o"><title>Golf</title>${items}</organization></organizations>`;
export const ITEM = '<item identifier="i" identifierref="r"><title>Play</title></item>';
export const RESOURCE = '<resource identifier="r" adlcp:scormtype="sco" href="index.html"/>';

export function manifest({
  namespaces = NS12,
  version = '<schemaversion>1.2</schemaversion>',
  organizations = ORGANIZATION(ITEM),
  resources = RESOURCE,
  metadata = '',
}: ManifestParts = {}): string {
  return `<manifest identifier="m" version="7" ${namespaces}><metadata>${version}${metadata}</metadata>
${organizations}<resources>${resources}</resources></manifest>`;
}

export function readTestManifest(xml: string) {
  const { files, warn, warnings } = testReading('index.html', 'a/b/page.html', 'two.html');
  return { course: readManifest(Buffer.from(xml), { files, warn }), warnings };
}
