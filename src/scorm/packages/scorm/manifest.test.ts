import { expect } from 'chai';
import type { Scorm12Structure } from '../../courses/course-structure.ts';
import { refusalOf } from '../test-reading.ts';
import {
  ITEM,
  type ManifestParts,
  manifest,
  NS12,
  ORGANIZATION,
  RESOURCE,
  readTestManifest,
} from './test-manifest.ts';

function scorm12(parts: ManifestParts = {}) {
  const { course, warnings } = readTestManifest(manifest(parts));
  return { structure: course.structure as Scorm12Structure, course, warnings };
}

describe('a manifest of SCORM 1.2', () => {
  it('becomes a course with everything that an item says', () => {
    const { course, warnings } = scorm12({
      organizations:
        ORGANIZATION(`<item identifier="i" identifierref="r" isvisible="false" parameters="?q=1">
        <title> Play
          the game </title>
        <adlcp:prerequisites type="aicc_script">a&amp;b</adlcp:prerequisites>
        <adlcp:maxtimeallowed>0001:30:00</adlcp:maxtimeallowed>
        <adlcp:timelimitaction>Exit, No message</adlcp:timelimitaction>
        <adlcp:datafromlms>x y</adlcp:datafromlms>
        <adlcp:masteryscore>75.5</adlcp:masteryscore></item>`),
      metadata: `<lom xmlns="urn:lom"><general><language>de</language>
        <description><langstring>About golf</langstring></description></general></lom>`,
    });
    expect(warnings).deep.equal([]);
    expect(course).deep.equal({
      title: 'Golf',
      description: 'About golf',
      language: 'de',
      structure: {
        kind: 'scorm12',
        identifier: 'm',
        version: '7',
        organization: {
          identifier: 'o',
          title: 'Golf',
          isVisible: true,
          resource: null,
          timeLimitAction: null,
          dataFromLMS: null,
          prerequisites: null,
          maxTimeAllowed: null,
          masteryScore: null,
          children: [
            {
              identifier: 'i',
              title: 'Play the game',
              isVisible: false,
              resource: {
                identifier: 'r',
                scormType: 'sco',
                target: { path: 'index.html', suffix: '?q=1' },
              },
              timeLimitAction: 'exit,no message',
              dataFromLMS: 'x y',
              prerequisites: 'a&b',
              maxTimeAllowed: '0001:30:00',
              masteryScore: 75.5,
              children: [],
            },
          ],
        },
      },
    });
  });

  it('finds a resource through xml:base of manifest, resources and resource', () => {
    const { structure } = scorm12({
      namespaces: `${NS12} xml:base="a/"`,
      resources: '<resource identifier="r" xml:base="b" href="page.html"/>',
    });
    expect(structure.organization.children[0]?.resource).deep.equal({
      identifier: 'r',
      scormType: 'asset',
      target: { path: 'a/b/page.html', suffix: '' },
    });
  });

  const lenient: [title: string, parts: ManifestParts, warning: RegExp][] = [
    [
      'values that mean nothing',
      {
        organizations: ORGANIZATION(
          ITEM.replace('</title>', '</title><adlcp:masteryscore>130</adlcp:masteryscore>'),
        ),
      },
      /mastery score "130"/,
    ],
    [
      'a time that is none',
      {
        organizations: ORGANIZATION(
          ITEM.replace('</title>', '</title><adlcp:maxtimeallowed>soon</adlcp:maxtimeallowed>'),
        ),
      },
      /maximum time "soon"/,
    ],
    [
      'a time limit action that is none',
      {
        organizations: ORGANIZATION(
          ITEM.replace(
            '</title>',
            '</title><adlcp:timelimitaction>explode</adlcp:timelimitaction>',
          ),
        ),
      },
      /time limit action "explode"/,
    ],
    [
      'an item that refers to nothing',
      { organizations: ORGANIZATION(`${ITEM}<item identifier="j" identifierref="x"/>`) },
      /resource "x", which the manifest does not have/,
    ],
    [
      'a resource whose file is missing',
      {
        organizations: ORGANIZATION(`${ITEM}<item identifier="j" identifierref="s"/>`),
        resources: `${RESOURCE}<resource identifier="s" href="gone.html"/>`,
      },
      /"gone.html" is not in the package/,
    ],
    [
      'a resource without an href',
      {
        organizations: ORGANIZATION(`${ITEM}<item identifier="j" identifierref="s"/>`),
        resources: `${RESOURCE}<resource identifier="s"/>`,
      },
      /names no file/,
    ],
    ['the same identifier twice', { organizations: ORGANIZATION(ITEM + ITEM) }, /"i-3" now/],
    [
      'an item without an identifier',
      { organizations: ORGANIZATION('<item identifierref="r"/>') },
      /has no identifier/,
    ],
    [
      'two organizations',
      {
        organizations:
          '<organizations default="p"><organization identifier="o"/><organization identifier="p"><item identifier="i" identifierref="r"/></organization></organizations>',
      },
      /2 organizations/,
    ],
    [
      'a default organization that is not there',
      { organizations: ORGANIZATION(ITEM).replace('default="o"', 'default="x"') },
      /"x" is not there/,
    ],
    ['no version', { version: '' }, /taken for SCORM 1.2/],
    [
      'a version of nobody',
      { version: '<schemaversion>9</schemaversion>' },
      /"9", which is no version/,
    ],
  ];
  for (const [title, parts, warning] of lenient) {
    it(`is read with ${title}, and warned about`, () => {
      const { warnings } = scorm12(parts);
      expect(warnings.map(({ reason }) => reason).join('\n')).match(warning);
    });
  }

  it('without an organization becomes a course of its SCOs, and says so', () => {
    const { structure, course, warnings } = scorm12({
      organizations: '<organizations/>',
      resources: `${RESOURCE}<resource identifier="picture" href="two.html"/>`,
    });
    expect(structure.organization.children.map(({ resource }) => resource?.identifier)).deep.equal([
      'r',
    ]);
    expect(course.title).equal('');
    expect(warnings[0]?.reason).match(/no organization/);
  });

  const refused: [title: string, code: string, xml: string][] = [
    ['it is another document', 'invalid_manifest', '<course/>'],
    ['nothing in it can be opened', 'nothing_to_launch', manifest({ resources: '' })],
    [
      'it has neither organization nor resource',
      'nothing_to_launch',
      manifest({ organizations: '', resources: '' }),
    ],
    [
      'content lies on another host',
      'external_href',
      manifest({ resources: '<resource identifier="r" href="https://example.com/"/>' }),
    ],
    [
      'xml:base leads to another host',
      'external_href',
      manifest({ namespaces: `${NS12} xml:base="https://example.com/"` }),
    ],
    [
      'an href is a script',
      'unsafe_href',
      manifest({ resources: '<resource identifier="r" href="javascript:alert(1)"/>' }),
    ],
    [
      'an href leaves the package',
      'unsafe_href',
      manifest({ resources: '<resource identifier="r" href="../../etc/passwd"/>' }),
    ],
    [
      'xml:base leaves the package',
      'unsafe_href',
      manifest({ namespaces: `${NS12} xml:base="../"` }),
    ],
    [
      'an item is called __proto__',
      'unsafe_identifier',
      manifest({ organizations: ORGANIZATION('<item identifier="__proto__" identifierref="r"/>') }),
    ],
    [
      'it has more items than anyone can open',
      'too_large',
      manifest({ organizations: ORGANIZATION('<item identifierref="r"/>'.repeat(10_001)) }),
    ],
  ];
  for (const [title, code, xml] of refused) {
    it(`is refused because ${title} -> ${code}`, () => {
      expect(refusalOf(() => readTestManifest(xml)).code).equal(code);
    });
  }
});
