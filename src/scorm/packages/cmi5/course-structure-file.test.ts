import { expect } from 'chai';
import type { Cmi5Structure } from '../../courses/course-structure.ts';
import { refusalOf, testReading } from '../test-reading.ts';
import { readCmi5 } from './course-structure-file.ts';

const texts = (title: string) =>
  `<title><langstring lang="en-US"> ${title} </langstring></title><description><langstring>About ${title}</langstring></description>`;
const au = (id: string, { attributes = '', url = 'a.html', before = '', after = '' } = {}) =>
  `<au id="${id}" ${attributes}>${texts('Unit')}${before}<url>${url}</url>${after}</au>`;
const block = (id: string, content: string) =>
  `<block id="${id}">${texts('Block')}${content}</block>`;
const objectives = (...ids: string[]) =>
  `<objectives>${ids.map((id) => `<objective id="${id}">${texts('Goal')}</objective>`).join('')}</objectives>`;
const file = (content: string, course = `<course id="urn:c">${texts('Course')}</course>`) =>
  `<?xml version="1.0"?><courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd" xmlns:k="urn:k">${course}${content}</courseStructure>`;

function read(xml: string, isBare = false) {
  const { files, warn, warnings } = testReading(...(isBare ? [] : ['a.html', 'b/c.html']));
  const course = readCmi5('cmi5.xml', Buffer.from(xml), { files, isBare, warn });
  return { course, structure: course.structure as Cmi5Structure, warnings };
}

describe('a cmi5 course structure', () => {
  it('becomes a course with blocks, units and objectives, whitespace removed (13.1.0.0-1)', () => {
    const { course, warnings } = read(
      file(
        objectives('urn:o') +
          block(
            'urn:b',
            `<objectives><objective idref="urn:o"/></objectives>${au('urn:a1', {
              attributes:
                'moveOn="CompletedAndPassed" masteryScore="0.5" launchMethod="OwnWindow" activityType="urn:t"',
              url: ' <![CDATA[ b/c.html?x=1 ]]> ',
              after:
                '<launchParameters> p </launchParameters><entitlementKey>k</entitlementKey><k:x/>',
            })}`,
          ) +
          au('urn:a2', { url: 'https://example.com/au?x=1' }),
      ),
    );
    expect(warnings).deep.equal([]);
    const description = { und: 'About Unit' };
    expect(course).deep.equal({
      title: 'Course',
      description: 'About Course',
      language: 'en-US',
      structure: {
        kind: 'cmi5',
        id: 'urn:c',
        title: { 'en-US': 'Course' },
        description: { und: 'About Course' },
        objectives: [
          { id: 'urn:o', title: { 'en-US': 'Goal' }, description: { und: 'About Goal' } },
        ],
        children: [
          {
            type: 'block',
            id: 'urn:b',
            title: { 'en-US': 'Block' },
            description: { und: 'About Block' },
            objectiveIds: ['urn:o'],
            children: [
              {
                type: 'au',
                id: 'urn:a1',
                title: { 'en-US': 'Unit' },
                description,
                objectiveIds: [],
                target: { path: 'b/c.html', suffix: '?x=1' },
                launchMethod: 'OwnWindow',
                moveOn: 'CompletedAndPassed',
                masteryScore: 0.5,
                launchParameters: 'p',
                entitlementKey: 'k',
                activityType: 'urn:t',
              },
            ],
          },
          {
            type: 'au',
            id: 'urn:a2',
            title: { 'en-US': 'Unit' },
            description,
            objectiveIds: [],
            target: { url: 'https://example.com/au?x=1' },
            launchMethod: 'AnyWindow',
            moveOn: 'NotApplicable',
            masteryScore: null,
            launchParameters: null,
            entitlementKey: null,
            activityType: null,
          },
        ],
      },
    });
  });

  it('may hold a thousand units', () => {
    const units = Array.from({ length: 1000 }, (_, n) => au(`urn:a${n}`)).join('');
    expect(read(file(units)).structure.children).length(1000);
  });

  it('may come without a package where its URLs are absolute (14.2.0.0-1)', () => {
    const { structure } = read(file(au('urn:a', { url: 'https://example.com/' })), true);
    expect(structure.children[0]).deep.include({ target: { url: 'https://example.com/' } });
  });

  const one = au('urn:a');
  const refused: [requirement: string, title: string, xml: string, isBare?: true][] = [
    ['13.2.0.0-1 (d)', 'another root', '<course/>'],
    ['13.2.0.0-1 (d)', 'another namespace', file(one).replace('/v1/', '/v9/')],
    ['13.2.0.0-1 (d)', 'no course', file(one, '')],
    ['13.2.0.0-1 (d)', 'no unit', file('')],
    ['13.2.0.0-1 (d)', 'an empty block', file(block('urn:b', ''))],
    ['13.2.0.0-1 (d)', 'a unit without a title', file(one.replace(/<title>.*?<\/title>/, ''))],
    [
      '13.2.0.0-1 (d)',
      'a title without a text',
      file(one.replace(/<langstring.*?<\/langstring>/, '')),
    ],
    ['13.2.0.0-1 (d)', 'a unit without a URL', file(one.replace(/<url>.*<\/url>/, ''))],
    ['13.2.0.0-1 (d)', 'a unit with an empty URL', file(au('urn:a', { url: ' ' }))],
    [
      '13.2.0.0-1 (d)',
      'elements in another order',
      file(`<au id="urn:a"><url>a.html</url>${texts('Unit')}</au>`),
    ],
    [
      '13.2.0.0-1 (d)',
      'an element that cmi5 does not have',
      file(au('urn:a', { after: '<duration/>' })),
    ],
    ['13.1.5.0-2 (d)', 'an extension where none may be', file(au('urn:a', { before: '<k:x/>' }))],
    ['13.2.0.0-1 (d)', 'a course without an id', file(one, `<course>${texts('Course')}</course>`)],
    [
      '13.2.0.0-1 (d)',
      'a moveOn that is none',
      file(au('urn:a', { attributes: 'moveOn="Whenever"' })),
    ],
    [
      '13.2.0.0-1 (d)',
      'a launchMethod that is none',
      file(au('urn:a', { attributes: 'launchMethod="Popup"' })),
    ],
    [
      '13.2.0.0-1 (d)',
      'a mastery score above 1',
      file(au('urn:a', { attributes: 'masteryScore="80"' })),
    ],
    [
      '13.2.0.0-1 (d)',
      'a mastery score that is no number',
      file(au('urn:a', { attributes: 'masteryScore="high"' })),
    ],
    ['8.1', 'a course id that is no IRI', file(one, `<course id="c">${texts('Course')}</course>`)],
    ['8.1', 'a unit id that is no IRI', file(au('unit 1'))],
    ['8.1', 'a block id that is no IRI', file(block('b', one))],
    ['8.1', 'an objective id that is no IRI', file(objectives('o') + one)],
    [
      '13.1.2.0-1 (d)',
      'the same block twice',
      file(block('urn:b', one) + block('urn:b', au('urn:a2'))),
    ],
    ['13.1.3.0-1 (d)', 'the same objective twice', file(objectives('urn:o', 'urn:o') + one)],
    ['13.1.4.0-1 (d)', 'the same unit twice', file(one + one)],
    [
      '13.1.3',
      'a reference to no objective',
      file(au('urn:a', { before: '<objectives><objective idref="urn:x"/></objectives>' })),
    ],
    [
      '13.1.4.0-2 (d)',
      'a URL with a space',
      file(au('urn:a', { url: 'http://example.com index.html' })),
    ],
    [
      '14.1.0.0-4 (d)',
      'a file that is not in the package',
      file(au('urn:a', { url: 'gone.html' })),
    ],
    ['14.2.0.0-1 (d)', 'a relative URL without a package', file(one), true],
    [
      '8.1',
      'a URL that uses a name of the launch',
      file(au('urn:a', { url: 'a.html?endpoint=x' })),
    ],
    ['8.1', 'a URL that hides one', file(au('urn:a', { url: 'a.html?x&amp;%66etch=x' }))],
  ];
  for (const [requirement, title, xml, isBare] of refused) {
    it(`${requirement} ${title} -> invalid_cmi5`, () => {
      expect(refusalOf(() => read(xml, isBare)).code).equal('invalid_cmi5');
    });
  }

  it('is refused for a script or a file of the host', () => {
    for (const url of ['javascript:alert(1)', 'file:///etc/passwd', '../x.html']) {
      expect(refusalOf(() => read(file(au('urn:a', { url })))).code, url).equal('unsafe_href');
    }
  });
});
