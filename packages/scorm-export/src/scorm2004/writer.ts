import { textFile } from '../package-file.ts';
import type { PackageWriter } from '../package-writer.ts';
import { metadataFile } from '../scorm/metadata.ts';
import { schemaFiles } from '../scorm/schema-files.ts';
import type { Edition } from './edition.ts';
import { scorm2004Manifest } from './manifest.ts';
import { scorm2004Metadata } from './metadata.ts';

export function scorm2004Writer(edition: Edition): PackageWriter {
  return {
    launchData: ({ units }) => ({
      tracking: 'scorm2004',
      edition: String(edition),
      parts: String(units.length),
    }),
    controlDocuments: (course) => [
      ...schemaFiles(`2004-${edition}`),
      metadataFile(scorm2004Metadata, course),
    ],
    manifest: (course, names) =>
      textFile('imsmanifest.xml', scorm2004Manifest(course, names, edition)),
  };
}
