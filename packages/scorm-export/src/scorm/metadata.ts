import type { Course } from '../course/course.ts';
import { type PackageFile, textFile } from '../package-file.ts';

export const METADATA_FILE = 'metadata.xml';

/** LOM lies in a file of its own: inside a manifest, imscp demands its schema. */
export function metadataFile(document: (course: Course) => string, course: Course): PackageFile {
  return textFile(METADATA_FILE, document(course));
}

/** ISO 8601. */
export function minutes(count: number): string {
  const whole = Math.max(1, Math.round(count));
  return `PT${Math.floor(whole / 60)}H${whole % 60}M`;
}

/** vCard 3.0 (RFC 2426) of who is known by name only. */
export function vCard(name: string): string {
  const escaped = name.replace(/([\\;,])/g, '\\$1').replace(/\s+/g, ' ');
  return `BEGIN:VCARD\nVERSION:3.0\nFN:${escaped}\nN:${escaped}\nEND:VCARD`;
}
