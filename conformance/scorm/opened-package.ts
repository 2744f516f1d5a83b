import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { XmlDocument } from 'libxml2-wasm';

export type ScormVersion = '1.2' | '2004-3' | '2004-4';

/** A package as an LMS holds it after upload. */
export interface OpenedPackage {
  folder: string;
  manifest: string;
  version: ScormVersion;
  /** What is launched first. */
  launch: string;
  /** In 1.2 from 0 to 100, in 2004 from 0 to 1; '' when the manifest names none. */
  masteryScore: string;
  /** 2004: the share that completes; '' when the manifest names none. */
  completionThreshold: string;
  /** Items that launch a SCO, in their order; launches are relative to the folder. */
  scos: Sco[];
  close(): Promise<void>;
}

export interface Sco {
  itemId: string;
  launch: string;
}

const schemaVersions: Readonly<Record<string, ScormVersion>> = {
  '1.2': '1.2',
  '2004 3rd Edition': '2004-3',
  '2004 4th Edition': '2004-4',
};

const namespaces12 = {
  cp: 'http://www.imsproject.org/xsd/imscp_rootv1p1p2',
  adlcp: 'http://www.adlnet.org/xsd/adlcp_rootv1p2',
  imsss: 'http://www.imsglobal.org/xsd/imsss',
};
const namespaces2004 = {
  cp: 'http://www.imsglobal.org/xsd/imscp_v1p1',
  adlcp: 'http://www.adlnet.org/xsd/adlcp_v1p3',
  imsss: 'http://www.imsglobal.org/xsd/imsss',
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

type ManifestFacts = Omit<OpenedPackage, 'folder' | 'manifest' | 'close'>;

/** Content Aggregation Model: the items of the default organization are what is launched. */
function readManifest(xml: string): ManifestFacts {
  const document = XmlDocument.fromString(xml);
  const is12 = xml.includes(namespaces12.cp);
  const namespaces = is12 ? namespaces12 : namespaces2004;
  const scormType = is12 ? 'scormtype' : 'scormType';
  const all = (xpath: string): string[] =>
    document.find(xpath, namespaces).map(({ content }) => content);
  const text = (xpath: string): string => all(xpath)[0] ?? '';
  try {
    const version = schemaVersions[text('/cp:manifest/cp:metadata/cp:schemaversion')];
    if (!version) throw new Error('The manifest is of no known version.');
    const organization = '/cp:manifest/cp:organizations/cp:organization[@identifier = ../@default]';
    const items = `${organization}//cp:item[@identifierref]`;
    const scos = all(`${items}/@identifier`).flatMap((itemId) => {
      const resource = `//cp:resource[@identifier = //cp:item[@identifier = "${itemId}"]/@identifierref]`;
      const launch = text(`${resource}[@adlcp:${scormType} = "sco"]/@href`);
      return launch === '' ? [] : [{ itemId, launch }];
    });
    const [first] = scos;
    if (!first) throw new Error('The manifest launches no SCO.');
    const item = `${items}[@identifier = "${first.itemId}"]`;
    return {
      version,
      scos,
      launch: first.launch,
      masteryScore: is12
        ? text(`${item}/adlcp:masteryscore`)
        : text(
            `${item}/imsss:sequencing/imsss:objectives/imsss:primaryObjective[@satisfiedByMeasure = "true"]/imsss:minNormalizedMeasure`,
          ),
      completionThreshold:
        text(
          `${item}/adlcp:completionThreshold[@completedByMeasure = "true"]/@minProgressMeasure`,
        ) || text(`${item}/adlcp:completionThreshold[not(@completedByMeasure)]`),
    };
  } finally {
    document.dispose();
  }
}
