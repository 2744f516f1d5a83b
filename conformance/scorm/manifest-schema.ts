import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import type { OpenedPackage } from './opened-package.ts';

xmlRegisterFsInputProviders();

/** Brings the namespaces of a manifest together: imscp does not import adlcp. */
const driver = `<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <xsd:import namespace="http://www.imsproject.org/xsd/imscp_rootv1p1p2" schemaLocation="imscp_rootv1p1p2.xsd"/>
  <xsd:import namespace="http://www.adlnet.org/xsd/adlcp_rootv1p2" schemaLocation="adlcp_rootv1p2.xsd"/>
</xsd:schema>`;

/** Puts the schema that leads to all others beside the package's own; for xmllint. */
export async function writeDriver({ folder }: OpenedPackage): Promise<void> {
  await writeFile(join(folder, 'driver.xsd'), driver);
}

/** Throws what the schemas in the package itself say against a manifest. */
export function validateManifest(opened: OpenedPackage, manifest: string): void {
  const url = pathToFileURL(join(opened.folder, 'driver.xsd')).href;
  const schema = XmlDocument.fromString(driver, { url });
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
