import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import { type ScormVersion, schemaFolder } from '../src/scorm/schema-files.ts';

/** Without imsmd: libxml2 refuses it as not deterministic. */
const scorm12 = {
  'http://www.imsproject.org/xsd/imscp_rootv1p1p2': 'imscp_rootv1p1p2.xsd',
  'http://www.adlnet.org/xsd/adlcp_rootv1p2': 'adlcp_rootv1p2.xsd',
};
const scorm2004 = {
  'http://www.imsglobal.org/xsd/imscp_v1p1': 'imscp_v1p1.xsd',
  'http://www.adlnet.org/xsd/adlcp_v1p3': 'adlcp_v1p3.xsd',
  'http://www.adlnet.org/xsd/adlseq_v1p3': 'adlseq_v1p3.xsd',
  'http://www.adlnet.org/xsd/adlnav_v1p3': 'adlnav_v1p3.xsd',
  'http://www.imsglobal.org/xsd/imsss': 'imsss_v1p0.xsd',
};

/** imscp does not import the others, so one schema has to bring them together. */
function driver(schemas: Readonly<Record<string, string>>): string {
  const imports = Object.entries(schemas).map(
    ([namespace, file]) => `<xsd:import namespace="${namespace}" schemaLocation="${file}"/>`,
  );
  return `<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">${imports.join('')}</xsd:schema>`;
}

export interface ManifestSchema {
  /** @throws XmlValidateError, or XmlParseError when the text is not well-formed. */
  validate(manifest: string): void;
  close(): void;
}

/** The schemas of a SCORM version, compiled by libxml2. */
export function openManifestSchema(version: ScormVersion): ManifestSchema {
  xmlRegisterFsInputProviders();
  const url = pathToFileURL(join(schemaFolder(version), 'driver.xsd')).href;
  const text = driver(version === '1.2' ? scorm12 : scorm2004);
  const schema = XmlDocument.fromString(text, { url });
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
