import { textFile } from '../package-file.ts';
import type { PackageWriter } from '../package-writer.ts';
import { tincanDocument } from './tincan-document.ts';

export const tincanWriter: PackageWriter = {
  launchData: () => ({ tracking: 'xapi' }),
  controlDocuments: () => [],
  manifest: (course) => textFile('tincan.xml', tincanDocument(course)),
};
