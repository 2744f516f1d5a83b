import { launchPage, launchPageName } from '../launch-page.ts';
import { textFile } from '../package-file.ts';
import type { PackageWriter } from '../package-writer.ts';
import { scorm12ControlDocuments } from './control-documents.ts';
import { scorm12Manifest } from './manifest.ts';

export const scorm12Writer: PackageWriter = {
  launchFiles: (content) => [launchPage(content, 'scorm12')],
  controlDocuments: scorm12ControlDocuments,
  manifests: (content, names) => [
    textFile('imsmanifest.xml', scorm12Manifest(content, launchPageName, names)),
  ],
};
