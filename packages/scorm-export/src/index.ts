export { parseContent } from './content-parser.ts';
export {
  type ExportOptions,
  type ExportProgress,
  type ExportRequest,
  type ExportSummary,
  exportPackage,
} from './export-package.ts';
export { type MediaFile, type MediaSource, mediaFolder } from './media-source.ts';
export { PackageError, type PackageErrorCode, type Problem } from './package-error.ts';
export type { PackageFormat } from './package-formats.ts';
