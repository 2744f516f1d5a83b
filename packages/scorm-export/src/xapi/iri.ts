import { createHash } from 'node:crypto';
import type { Course, Unit } from '../course/course.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const absolute = /^[a-z][a-z\d+.-]*:[^\s<>"{}|\\^`]+$/i;

/** The IRI of the deck; the same for the same deck, wherever it is exported. */
export function courseIri({ id, activityBase }: Course): string {
  if (activityBase) return `${activityBase.replace(/\/$/, '')}/decks/${encoded(id)}`;
  return absolute.test(id) ? id : urn(id);
}

export function unitIri(course: Course, unit: Unit): string {
  const iri = courseIri(course);
  if (iri.startsWith('urn:')) return urn(`${course.id} ${unit.name || 'unit'}`);
  return unit.name === '' ? `${iri}#unit` : `${iri}#${encoded(unit.id)}`;
}

export function objectiveIri(course: Course, id: string): string {
  if (absolute.test(id)) return id;
  const { activityBase } = course;
  return activityBase
    ? `${activityBase.replace(/\/$/, '')}/objectives/${encoded(id)}`
    : urn(`${course.id} objective ${id}`);
}

function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
}

/** RFC 4122 3: a UUID, made of the text where it is none. */
function urn(text: string): string {
  if (uuid.test(text)) return `urn:uuid:${text.toLowerCase()}`;
  const hash = createHash('sha256').update(text, 'utf16le').digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex', 0, 16);
  return `urn:uuid:${hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;
}
