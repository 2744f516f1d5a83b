import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';
import { pathKey } from '../packages/package-files.ts';
import type { CourseKind, CourseStructure, CourseWarning } from './course-structure.ts';

/** An imported course. Its content never changes: another package is another course. */
export interface Course {
  id: string;
  kind: CourseKind;
  title: string;
  description: string | null;
  /** BCP 47; null where the package does not tell. */
  language: string | null;
  /** What was odd about the package. */
  warnings: CourseWarning[];
  fileName: string;
  /** SHA-256 of the package. */
  fileHash: string;
  files: number;
  /** Of all files, unpacked. */
  bytes: number;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface CourseWithStructure extends Course {
  structure: CourseStructure;
}

/** A file of a course's content: a blob of the owner `{ tenantId, jobId: courseId }`. */
export interface CourseFile {
  /** As the package spells it. */
  path: string;
  sha256: string;
  mime: string;
  bytes: number;
}

const COURSE = `id, kind, title, description, language, warnings, file_name as "fileName",
  file_hash as "fileHash", files, bytes, version, created_at as "createdAt",
  updated_at as "updatedAt"`;

/** Not one that is being deleted. */
export async function findCourse(
  db: TenantDb,
  id: string,
): Promise<CourseWithStructure | undefined> {
  const { rows } = await db.query<CourseWithStructure>(
    `select ${COURSE}, structure from course
     where tenant_id = $1 and id = $2 and deleted_at is null`,
    [db.tenantId, id],
    'kept',
  );
  return rows[0];
}

export async function findCourseByFile(
  db: TenantDb,
  fileHash: string,
): Promise<Course | undefined> {
  const { rows } = await db.query<Course>(
    `select ${COURSE} from course
     where tenant_id = $1 and file_hash = $2 and deleted_at is null`,
    [db.tenantId, fileHash],
  );
  return rows[0];
}

export interface CourseFilter {
  kind?: CourseKind | undefined;
  /** Part of the title, in either case. */
  q?: string | undefined;
}

/** In the order of their import. */
export async function listCourses(
  db: TenantDb,
  { kind, q, after, limit }: CourseFilter & { after?: string | undefined; limit: number },
): Promise<Course[]> {
  const { rows } = await db.query<Course>(
    `select ${COURSE} from course
     where tenant_id = $1 and ($2::uuid is null or id > $2) and deleted_at is null
       and ($3::text is null or kind = $3)
       and ($4::text is null or strpos(lower(title), lower($4)) > 0)
     order by id limit $5`,
    [db.tenantId, after ?? null, kind ?? null, q ?? null, limit],
  );
  return rows;
}

export type NewCourse = Omit<
  CourseWithStructure,
  'files' | 'bytes' | 'version' | 'createdAt' | 'updatedAt'
>;

export async function insertCourse(
  db: TenantDb,
  course: NewCourse,
  files: CourseFile[],
): Promise<void> {
  await db.query(
    `insert into course (tenant_id, id, kind, title, description, language, structure, warnings,
       file_name, file_hash, files, bytes)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      db.tenantId,
      course.id,
      course.kind,
      course.title,
      course.description,
      course.language,
      storableJson(course.structure),
      storableJson(course.warnings),
      course.fileName,
      course.fileHash,
      files.length,
      files.reduce((sum, { bytes }) => sum + bytes, 0),
    ],
  );
  await db.query(
    `insert into course_file (tenant_id, course_id, key, path, sha256, mime, bytes)
     select $1, $2, x.key, x.path, x.sha256, x.mime, x.bytes
     from jsonb_to_recordset($3::jsonb) as x(key text, path text, sha256 text, mime text, bytes bigint)`,
    [
      db.tenantId,
      course.id,
      storableJson(files.map((file) => ({ ...file, key: pathKey(file.path) }))),
    ],
  );
}

/** Renames where the version is still the one expected; undefined: any. */
export async function renameCourse(
  db: TenantDb,
  { id, title, version }: { id: string; title: string; version: number | undefined },
): Promise<Course | undefined> {
  const { rows } = await db.query<Course>(
    `update course set title = $3, version = version + 1, updated_at = now()
     where tenant_id = $1 and id = $2 and deleted_at is null
       and ($4::integer is null or version = $4)
     returning ${COURSE}`,
    [db.tenantId, id, title, version ?? null],
  );
  return rows[0];
}

/** @returns whether it was there */
export async function markCourseDeleted(db: TenantDb, id: string): Promise<boolean> {
  const { count } = await db.query(
    `update course set deleted_at = now()
     where tenant_id = $1 and id = $2 and deleted_at is null`,
    [db.tenantId, id],
  );
  return count > 0;
}

/** With everything that refers to it, once its blobs are gone. */
export async function deleteMarkedCourse(db: TenantDb, id: string): Promise<void> {
  await db.query('delete from course where tenant_id = $1 and id = $2 and deleted_at is not null', [
    db.tenantId,
    id,
  ]);
}

/** By its path in whatever case. */
export async function findCourseFile(
  db: TenantDb,
  courseId: string,
  path: string,
): Promise<CourseFile | undefined> {
  const { rows } = await db.query<CourseFile>(
    `select path, sha256, mime, bytes from course_file
     where tenant_id = $1 and course_id = $2 and key = $3`,
    [db.tenantId, courseId, pathKey(path)],
    'kept',
  );
  return rows[0];
}

/** The contents of a course, each once; also of one that is being deleted. */
export async function listCourseBlobs(db: TenantDb, courseId: string): Promise<string[]> {
  const { rows } = await db.query<{ sha256: string }>(
    'select distinct sha256 from course_file where tenant_id = $1 and course_id = $2',
    [db.tenantId, courseId],
  );
  return rows.map(({ sha256 }) => sha256);
}
