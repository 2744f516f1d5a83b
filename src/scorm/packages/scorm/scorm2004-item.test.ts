import { expect } from 'chai';
import type { Scorm2004Structure } from '../../courses/course-structure.ts';
import { ITEM, manifest, NS2004, ORGANIZATION, readTestManifest } from './test-manifest.ts';

function scorm2004(items: string, attributes = '', version = '2004 3rd Edition') {
  const organizations = `<organizations><organization identifier="o" ${attributes}>${items}</organization></organizations>`;
  const parts = { namespaces: NS2004, version: `<schemaversion>${version}</schemaversion>` };
  const { course, warnings } = readTestManifest(manifest({ ...parts, organizations }));
  return { structure: course.structure as Scorm2004Structure, course, warnings };
}

describe('a manifest of SCORM 2004', () => {
  const editions: [version: string, edition: string][] = [
    ['CAM 1.3', '2nd'],
    ['2004 3rd Edition', '3rd'],
    ['2004 4th Edition', '4th'],
  ];
  for (const [version, edition] of editions) {
    it(`of version "${version}" is of the ${edition} edition`, () => {
      expect(scorm2004(ITEM, '', version).structure.edition).equal(edition);
    });
  }

  it('is told by its namespaces where it names no version', () => {
    const organizations = ORGANIZATION(ITEM);
    const { course, warnings } = readTestManifest(
      manifest({ namespaces: NS2004, version: '', organizations }),
    );
    expect(course.structure).include({ kind: 'scorm2004', edition: '3rd' });
    expect(warnings).length(1);
  });

  it('becomes a course with everything that an item says', () => {
    const { structure, warnings } = scorm2004(
      `<item identifier="i" identifierref="r"><title>Play</title>
        <adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.75" progressWeight="0.5"/>
        <adlcp:data><adlcp:map targetID="d" writeSharedData="false"/></adlcp:data>
        <adlnav:presentation><adlnav:navigationInterface>
          <adlnav:hideLMSUI>previous</adlnav:hideLMSUI><adlnav:hideLMSUI>exitAll</adlnav:hideLMSUI>
        </adlnav:navigationInterface></adlnav:presentation></item>`,
      'adlseq:objectivesGlobalToSystem="false" adlcp:sharedDataGlobalToSystem="0"',
      '2004 4th Edition',
    );
    expect(warnings).deep.equal([]);
    expect(structure).include({ objectivesGlobalToSystem: false, sharedDataGlobalToSystem: false });
    const [item] = structure.organization.children;
    expect(item).deep.include({
      completionThreshold: {
        completedByMeasure: true,
        minProgressMeasure: 0.75,
        progressWeight: 0.5,
      },
      hideLMSUI: ['previous', 'exitAll'],
      data: [{ targetID: 'd', readSharedData: true, writeSharedData: false }],
    });
  });

  it('has a completion threshold as text before the 4th edition', () => {
    const { structure } = scorm2004(
      ITEM.replace(
        '</title>',
        '</title><adlcp:completionThreshold>0.6</adlcp:completionThreshold>',
      ),
    );
    expect(structure.organization.children[0]?.completionThreshold).deep.equal({
      completedByMeasure: true,
      minProgressMeasure: 0.6,
      progressWeight: 1,
    });
  });

  it('plays no content of an item that has items below it', () => {
    const { structure, warnings } = scorm2004(
      `<item identifier="g" identifierref="r">${ITEM}</item>`,
    );
    expect(structure.organization.children[0]?.resource).equal(null);
    expect(warnings[0]?.reason).match(/its own content is not played/);
  });
});
