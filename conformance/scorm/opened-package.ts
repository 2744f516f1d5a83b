import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { XmlDocument } from 'libxml2-wasm';

/** A package as an LMS holds it after upload. */
export interface OpenedPackage {
  folder: string;
  manifest: string;
  /** Relative to the folder, as the manifest says. */
  launch: string;
  /** 0 to 100, or '' when the manifest names none. */
  masteryScore: string;
  close(): Promise<void>;
}

const namespaces = {
  cp: 'http://www.imsproject.org/xsd/imscp_rootv1p1p2',
  adlcp: 'http://www.adlnet.org/xsd/adlcp_rootv1p2',
};

/** Unpacks with adm-zip and reads the manifest with libxml2: neither wrote the package. */
export async function openPackage(zipPath: string): Promise<OpenedPackage> {
  const folder = await mkdtemp(join(tmpdir(), 'scorm-package-'));
  new AdmZip(zipPath).extractAllTo(folder);
  const manifest = await readFile(join(folder, 'imsmanifest.xml'), 'utf8');
  return {
    folder,
    manifest,
    ...readManifest(manifest),
    close: () => rm(folder, { recursive: true }),
  };
}

/** Content Aggregation Model 2.3: the first item of the default organization is what is launched. */
function readManifest(xml: string): Pick<OpenedPackage, 'launch' | 'masteryScore'> {
  const document = XmlDocument.fromString(xml);
  const text = (xpath: string): string => document.get(xpath, namespaces)?.content ?? '';
  try {
    const organization = '/cp:manifest/cp:organizations/cp:organization[@identifier = ../@default]';
    const item = `${organization}//cp:item[@identifierref][1]`;
    const resource = `//cp:resource[@identifier = ${item}/@identifierref]`;
    const launch = text(`${resource}[@adlcp:scormtype = "sco"]/@href`);
    if (launch === '') throw new Error('The manifest launches no SCO.');
    return { launch, masteryScore: text(`${item}/adlcp:masteryscore`) };
  } finally {
    document.dispose();
  }
}
