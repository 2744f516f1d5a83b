import { expect } from 'chai';
import { refusalOf, testReading } from '../test-reading.ts';
import { readTincan } from './tincan-file.ts';

const file = (activities: string) =>
  `<tincan xmlns="http://projecttincan.com/tincan.xsd"><activities>${activities}</activities></tincan>`;

function read(xml: string) {
  const { files, warn, warnings } = testReading('index.html');
  return { ...readTincan(Buffer.from(xml), { files, warn }), warnings };
}

describe('tincan.xml', () => {
  it('becomes a course of its activities', () => {
    const { warnings, ...course } = read(
      file(`<activity id="http://example.com/c" type="http://adlnet.gov/expapi/activities/course">
        <name>Golf</name><name lang="de">Golf (de)</name><description lang="en-US">About golf</description>
        <launch lang="en-us">index.html?x=1</launch></activity>
        <activity id="http://example.com/c/1" type="urn:t"><name>Part</name></activity>
        <activity id="urn:web" type="urn:t"><launch>https://example.com/</launch></activity>`),
    );
    expect(warnings).deep.equal([]);
    expect(course).deep.equal({
      title: 'Golf',
      description: 'About golf',
      language: 'de',
      structure: {
        kind: 'tincan',
        activities: [
          {
            id: 'http://example.com/c',
            type: 'http://adlnet.gov/expapi/activities/course',
            name: { und: 'Golf', de: 'Golf (de)' },
            description: { 'en-US': 'About golf' },
            launch: { path: 'index.html', suffix: '?x=1' },
          },
          {
            id: 'http://example.com/c/1',
            type: 'urn:t',
            name: { und: 'Part' },
            description: {},
            launch: null,
          },
          {
            id: 'urn:web',
            type: 'urn:t',
            name: {},
            description: {},
            launch: { url: 'https://example.com/' },
          },
        ],
      },
    });
  });

  it('leaves out what has no IRI or is there twice, with warnings', () => {
    const activity = (id: string) => `<activity id="${id}"><launch>index.html</launch></activity>`;
    const { structure, warnings } = read(
      file(activity('x') + activity('urn:a') + activity('urn:a')),
    );
    expect(structure).property('activities').length(1);
    expect(warnings).length(2);
  });

  const refused: [title: string, code: string, xml: string][] = [
    ['another document', 'invalid_tincan', '<course/>'],
    ['no activities', 'invalid_tincan', file('')],
    ['nothing to launch', 'nothing_to_launch', file('<activity id="urn:a"/>')],
    [
      'a missing page',
      'nothing_to_launch',
      file('<activity id="urn:a"><launch>gone.html</launch></activity>'),
    ],
    [
      'a script',
      'unsafe_href',
      file('<activity id="urn:a"><launch>javascript:alert(1)</launch></activity>'),
    ],
    [
      'a way out',
      'unsafe_href',
      file('<activity id="urn:a"><launch>../x.html</launch></activity>'),
    ],
    ['entities', 'document_type', '<!DOCTYPE tincan [<!ENTITY x "y">]><tincan/>'],
    ['too many activities', 'too_large', file('<activity id="urn:a"/>'.repeat(10_001))],
  ];
  for (const [title, code, xml] of refused) {
    it(`is refused for ${title} -> ${code}`, () => {
      expect(refusalOf(() => read(xml)).code).equal(code);
    });
  }
});
