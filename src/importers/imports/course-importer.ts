import type { ContentBatch } from '../../core/decks/importing/content-batch.ts';
import type { ReportProblem } from '../../core/decks/importing/import-report.ts';
import type { TenantDb } from '../../platform/database/database.ts';

/** Takes over packages that are courses; whoever plays courses provides it. */
export interface CourseImporter {
  /**
   * Looks a package over, before anything of it is stored; tells how many files it has.
   * @throws {ImportRefusedError}
   */
  inspect(file: CourseFileToRead): Promise<{ files: number }>;
  /**
   * Unpacks and keeps its content, which is nobody's until `store`.
   * When it fails, what it had kept is deleted; so is, by a later attempt, what one that was killed
   * had kept.
   * @throws {ImportRefusedError}
   */
  unpack(file: CourseFileToRead & CourseImportContext): Promise<UnpackedCourse>;
  /** Plain text and questions of its pages, as content of a deck. */
  pages(file: CourseFileToRead, signal: AbortSignal): AsyncIterable<ContentBatch>;
}

export interface CourseFileToRead {
  path: string;
  /** As its sender called it; never used as a path. */
  fileName: string;
  /** A folder of this import alone, which the caller removes. */
  workDir: string;
}

export interface CourseImportContext {
  tenantId: string;
  importId: string;
  /** When the import began to exist, ms since 1970. */
  importedAt: number;
  fileHash: string;
  /** From 1. */
  attempt: number;
  signal: AbortSignal;
  /** Told how many files have been kept so far. */
  onProgress(files: number): Promise<void>;
}

export interface UnpackedCourse {
  courseId: string;
  files: number;
  /** False where the same package is a course already: nothing was kept then. */
  isNew: boolean;
  warnings: ReportProblem[];
  /** Makes it a course. */
  store(db: TenantDb): Promise<void>;
}
