import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import { scorm12SchemaFolder } from '../src/scorm12/control-documents.ts';

/**
 * imscp does not import adlcp, so one schema has to bring them together. Without imsmd: libxml2
 * refuses it as not deterministic.
 */
const driver = `<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <xsd:import namespace="http://www.imsproject.org/xsd/imscp_rootv1p1p2" schemaLocation="imscp_rootv1p1p2.xsd"/>
  <xsd:import namespace="http://www.adlnet.org/xsd/adlcp_rootv1p2" schemaLocation="adlcp_rootv1p2.xsd"/>
</xsd:schema>`;

export interface ManifestSchema {
  /** @throws XmlValidateError, or XmlParseError when the text is not well-formed. */
  validate(manifest: string): void;
  close(): void;
}

/** The SCORM 1.2 schemas, compiled by libxml2. */
export function openManifestSchema(): ManifestSchema {
  xmlRegisterFsInputProviders();
  const url = pathToFileURL(join(scorm12SchemaFolder(), 'driver.xsd')).href;
  const schema = XmlDocument.fromString(driver, { url });
  const validator = XsdValidator.fromDoc(schema);
  return {
    validate(manifest) {
      const document = XmlDocument.fromString(manifest);
      try {
        validator.validate(document);
      } finally {
        document.dispose();
      }
    },
    close() {
      validator.dispose();
      schema.dispose();
    },
  };
}
