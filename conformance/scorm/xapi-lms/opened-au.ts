import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { XmlDocument, type XmlElement } from 'libxml2-wasm';

/** A cmi5 or tincan.xml package as an LMS holds it after upload. */
export interface OpenedAus {
  folder: string;
  aus: Au[];
  close(): Promise<void>;
}

export interface Au {
  /** The publisher's id. */
  id: string;
  url: string;
  moveOn: string;
  masteryScore: number | undefined;
}

const namespaces = {
  c: 'https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd',
  t: 'http://projecttincan.com/tincan.xsd',
};

export async function openAus(zipPath: string, format: 'cmi5' | 'xapi'): Promise<OpenedAus> {
  const folder = await mkdtemp(join(tmpdir(), 'xapi-package-'));
  new AdmZip(zipPath).extractAllTo(folder);
  const file = format === 'cmi5' ? 'cmi5.xml' : 'tincan.xml';
  const document = XmlDocument.fromString(await readFile(join(folder, file), 'utf8'));
  try {
    const found = document.find('//c:au | //t:activity[t:launch]', namespaces);
    const aus = found.filter((node) => 'attr' in node) as XmlElement[];
    return {
      folder,
      aus: aus.map(auOf),
      close: () => rm(folder, { recursive: true }),
    };
  } finally {
    document.dispose();
  }
}

function auOf(element: XmlElement): Au {
  const masteryScore = element.attr('masteryScore')?.value;
  return {
    id: element.attr('id')?.value ?? '',
    url: element.get('c:url | t:launch', namespaces)?.content.trim() ?? '',
    moveOn: element.attr('moveOn')?.value ?? '',
    masteryScore: masteryScore === undefined ? undefined : Number(masteryScore),
  };
}
