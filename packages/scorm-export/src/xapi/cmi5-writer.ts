import { textFile } from '../package-file.ts';
import type { PackageWriter } from '../package-writer.ts';
import { cmi5Structure } from './cmi5-structure.ts';

export const cmi5Writer: PackageWriter = {
  launchData: () => ({ tracking: 'cmi5' }),
  controlDocuments: () => [],
  manifest: (course) => textFile('cmi5.xml', cmi5Structure(course)),
};
