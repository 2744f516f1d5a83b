import { textFile } from '../package-file.ts';
import type { PackageWriter } from '../package-writer.ts';
import { metadataFile } from '../scorm/metadata.ts';
import { schemaFiles } from '../scorm/schema-files.ts';
import { scorm12Manifest } from './manifest.ts';
import { scorm12Metadata } from './metadata.ts';

export const scorm12Writer: PackageWriter = {
  launchData: () => ({ tracking: 'scorm12' }),
  controlDocuments: (course) => [...schemaFiles('1.2'), metadataFile(scorm12Metadata, course)],
  manifest: (course, names) => textFile('imsmanifest.xml', scorm12Manifest(course, names)),
};
