export {
  type CartridgeLink,
  type ThinCartridge,
  writeThinCartridge,
} from './cartridge/thin-cartridge.ts';
export { parseContent } from './content-parser.ts';
export type { Chapter, DeckContent, DeckMetadata } from './deck-content.ts';
export {
  type DispatchFormat,
  type DispatchPackage,
  dispatchFormats,
  writeDispatchPackage,
} from './dispatch/dispatch-package.ts';
export type { CourseOptions, ExportOptions } from './export-options.ts';
export {
  type ExportProgress,
  type ExportRequest,
  type ExportSummary,
  exportPackage,
} from './export-package.ts';
export { type MediaFile, type MediaSource, mediaFolder } from './media-source.ts';
export { PackageError, type PackageErrorCode, type Problem } from './package-error.ts';
export {
  type CoursePackageFormat,
  coursePackageFormats,
  type PackageFormat,
  packageFormats,
} from './package-formats.ts';
