import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import type { OpenedPackage, ScormVersion } from './opened-package.ts';

xmlRegisterFsInputProviders();

const scorm2004 = {
  'http://www.imsglobal.org/xsd/imscp_v1p1': 'imscp_v1p1.xsd',
  'http://www.adlnet.org/xsd/adlcp_v1p3': 'adlcp_v1p3.xsd',
  'http://www.adlnet.org/xsd/adlseq_v1p3': 'adlseq_v1p3.xsd',
  'http://www.adlnet.org/xsd/adlnav_v1p3': 'adlnav_v1p3.xsd',
  'http://www.imsglobal.org/xsd/imsss': 'imsss_v1p0.xsd',
};

const schemas: Readonly<Record<ScormVersion, Readonly<Record<string, string>>>> = {
  '1.2': {
    'http://www.imsproject.org/xsd/imscp_rootv1p1p2': 'imscp_rootv1p1p2.xsd',
    'http://www.adlnet.org/xsd/adlcp_rootv1p2': 'adlcp_rootv1p2.xsd',
  },
  '2004-3': scorm2004,
  '2004-4': scorm2004,
};

/** Brings the namespaces of a manifest together: imscp does not import the others. */
function driver(version: ScormVersion): string {
  const imports = Object.entries(schemas[version]).map(
    ([namespace, file]) => `<xsd:import namespace="${namespace}" schemaLocation="${file}"/>`,
  );
  return `<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">${imports.join('')}</xsd:schema>`;
}

/** Puts the schema that leads to all others beside the package's own; for xmllint. */
export async function writeDriver({ folder, version }: OpenedPackage): Promise<void> {
  await writeFile(join(folder, 'driver.xsd'), driver(version));
}

/** Throws what the schemas in the package itself say against a manifest. */
export function validateManifest(opened: OpenedPackage, manifest: string): void {
  const url = pathToFileURL(join(opened.folder, 'driver.xsd')).href;
  const schema = XmlDocument.fromString(driver(opened.version), { url });
  const validator = XsdValidator.fromDoc(schema);
  const document = XmlDocument.fromString(manifest);
  try {
    validator.validate(document);
  } finally {
    document.dispose();
    validator.dispose();
    schema.dispose();
  }
}
