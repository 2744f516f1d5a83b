import { XmlDocument, type XmlElement } from 'libxml2-wasm';

const namespaces = { c: 'https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd' };
const absoluteIri = /^[a-z][a-z\d+.-]*:\S+$/i;
const MOVE_ON = /^(Passed|Completed|CompletedAndPassed|CompletedOrPassed|NotApplicable)$/;

/**
 * What cmi5 13 and 14 ask of a course structure in a zip; most of it no schema can say. Its own
 * schema is in no package, so the order of elements is checked here too.
 */
export function cmi5Problems(xml: string, files: readonly string[]): string[] {
  const document = XmlDocument.fromString(xml);
  const find = (path: string, from: XmlElement = document.root): XmlElement[] =>
    from.find(path, namespaces).filter((node) => 'attr' in node) as XmlElement[];
  const attributeOf = (element: XmlElement, name: string) => element.attr(name)?.value ?? '';
  const namesIn = (element: XmlElement) => find('*', element).map(({ name }) => name);
  try {
    const ids = find('//*[@id]').map((element) => attributeOf(element, 'id'));
    const problems = [
      ...(find('/c:courseStructure/c:course').length === 1 ? [] : ['13.1: no course']),
      ...ids.filter((id) => !absoluteIri.test(id)).map((id) => `13.1: ${id} is no absolute IRI`),
      ...ids.filter((id, i) => ids.indexOf(id) < i).map((id) => `13.1: ${id} is there twice`),
      ...find('//c:langstring')
        .filter((element) => !attributeOf(element, 'lang') || !element.content)
        .map(() => '13.1: a langstring without language or text'),
      ...find('//*[@idref]')
        .filter((element) => !ids.includes(attributeOf(element, 'idref')))
        .map((element) => `13.1: no objective ${attributeOf(element, 'idref')}`),
    ];
    const units = find('//c:au');
    if (units.length === 0) problems.push('13.1: no AU');
    for (const unit of units) {
      const url = find('c:url', unit)[0]?.content.trim() ?? '';
      if (!files.includes(decodeURI(url))) problems.push(`14.1: ${url} is not in the package`);
      const order = namesIn(unit).join(' ');
      if (!/^title description (objectives )?url$/.test(order)) problems.push(`13.1: ${order}`);
      if (!MOVE_ON.test(attributeOf(unit, 'moveOn'))) problems.push('13.1.4: moveOn');
      const mastery = attributeOf(unit, 'masteryScore');
      if (mastery !== '' && !(Number(mastery) >= 0 && Number(mastery) <= 1)) {
        problems.push(`13.1.4: masteryScore ${mastery}`);
      }
    }
    const order = namesIn(document.root).join(' ');
    if (!/^course (objectives )?(au ?)+$/.test(order)) problems.push(`13.1: ${order}`);
    return problems;
  } finally {
    document.dispose();
  }
}
