import AdmZip from 'adm-zip';

/** A cmi5 course as its publisher writes it. */
export interface CourseText {
  /** `<au>` and `<block>` elements. */
  body: string;
  objectives?: string;
  /** Attributes of `<course>`. */
  course?: string;
}

export const PUBLISHER = 'https://publisher.example/course';
const NAMESPACE = 'https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd';

const texts = (title: string) =>
  `<title><langstring lang="en">${title}</langstring></title>
   <description><langstring lang="en">About ${title}</langstring></description>`;

export function courseXml({ body, objectives = '', course }: CourseText): string {
  return `<?xml version="1.0" encoding="utf-8"?>
    <courseStructure xmlns="${NAMESPACE}">
      <course ${course ?? `id="${PUBLISHER}"`}>${texts('Course')}</course>
      ${objectives}${body}
    </courseStructure>`;
}

export interface AuText {
  /** Last part of the publisher's id. */
  name: string;
  url?: string;
  /** Instead of `id="..."`. */
  id?: string;
  /** Further attributes. */
  attributes?: string;
  /** Further elements. */
  elements?: string;
}

export function auXml({ name, url, id, attributes = '', elements = '' }: AuText): string {
  return `<au id="${id ?? publisherId(name)}" ${attributes}>${texts(name)}
    <url>${url ?? 'index.html'}</url>${elements}</au>`;
}

export function blockXml(name: string, ...children: string[]): string {
  return `<block id="${publisherId(name)}">${texts(name)}${children.join('')}</block>`;
}

export function objectivesXml(...ids: string[]): string {
  const objectives = ids.map((id) => `<objective id="${id}">${texts('Objective')}</objective>`);
  return `<objectives>${objectives.join('')}</objectives>`;
}

export function publisherId(name: string): string {
  return `${PUBLISHER}/${name}`;
}

export function coursePackage(xml: string, files: Record<string, string> = {}): Buffer {
  const zip = new AdmZip();
  zip.addFile('cmi5.xml', Buffer.from(xml));
  const contents = { 'index.html': '<!doctype html><title>AU</title>', ...files };
  for (const [name, text] of Object.entries(contents)) zip.addFile(name, Buffer.from(text));
  return zip.toBuffer();
}
