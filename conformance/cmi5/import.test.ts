import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import yazl from 'yazl';
import { HubAnswerError } from '../../tools/hub-client.ts';
import {
  auXml,
  blockXml,
  coursePackage,
  courseXml,
  objectivesXml,
  publisherId,
} from './lms/course-package.ts';
import { type HubLms, startHubLms } from './lms/hub-lms.ts';

const hosted = 'https://content.example/au/index.html';
const objective = 'https://publisher.example/objectives/1';

interface Refused {
  ids: string;
  what: string;
  /** What the hub has to name in its answer. */
  says: RegExp;
  file: Buffer;
  fileName?: string;
}

const xml = (...body: string[]) => Buffer.from(courseXml({ body: body.join('') }));
const one = auXml({ name: 'one' });

const refusals: Refused[] = [
  {
    ids: '3.0.0.0-1, 3.0.0.0-1 (d)',
    what: 'the id of a course is no absolute IRI',
    says: /IRI/,
    file: coursePackage(courseXml({ body: one, course: 'id="not-an-iri"' })),
  },
  {
    ids: '3.0.0.0-1 (d)',
    what: 'the id of a block is no absolute IRI',
    says: /IRI/,
    file: coursePackage(
      courseXml({ body: blockXml('b', one).replace(publisherId('b'), '/blocks/1') }),
    ),
  },
  {
    ids: '3.0.0.0-1 (d)',
    what: 'the id of an AU is no absolute IRI',
    says: /IRI/,
    file: coursePackage(courseXml({ body: auXml({ name: 'a', id: 'aus/1' }) })),
  },
  {
    ids: '3.0.0.0-1 (d)',
    what: 'the id of an objective is no absolute IRI',
    says: /IRI/,
    file: coursePackage(courseXml({ body: one, objectives: objectivesXml('objective-1') })),
  },
  {
    ids: '8.1.0.0-6, 8.1.0.0-6 (d)',
    what: 'the URL of an AU has a parameter of the launch',
    says: /endpoint/,
    file: coursePackage(courseXml({ body: auXml({ name: 'a', url: 'index.html?endpoint=x' }) })),
  },
  {
    ids: '13.1.2.0-1, 13.1.2.0-1 (d)',
    what: 'two blocks have one id',
    says: /twice/,
    file: coursePackage(
      courseXml({ body: blockXml('b', one) + blockXml('b', auXml({ name: 'two' })) }),
    ),
  },
  {
    ids: '13.1.3.0-1, 13.1.3.0-1 (d)',
    what: 'two objectives have one id',
    says: /twice/,
    file: coursePackage(courseXml({ body: one, objectives: objectivesXml(objective, objective) })),
  },
  {
    ids: '13.1.4.0-1, 13.1.4.0-1 (d)',
    what: 'two AUs have one id',
    says: /twice/,
    file: coursePackage(courseXml({ body: one + one })),
  },
  {
    ids: '13.1.4.0-2, 13.1.4.0-2 (d)',
    what: 'the URL of an AU is none',
    says: /URL|address|href/i,
    file: xml(auXml({ name: 'a', url: 'http://' })),
    fileName: 'cmi5.xml',
  },
  {
    ids: '13.2.0.0-1, 13.2.0.0-1 (d)',
    what: 'an AU has no title, which the schema asks for',
    says: /title/,
    file: coursePackage(courseXml({ body: one.replace(/<title>.*<\/title>/, '') })),
  },
  {
    ids: '13.2.0.0-1 (d)',
    what: 'moveOn is a word that the schema does not know',
    says: /moveOn/,
    file: coursePackage(
      courseXml({ body: auXml({ name: 'a', attributes: 'moveOn="Sometimes"' }) }),
    ),
  },
  {
    ids: '13.1.5.0-2, 13.1.5.0-2 (d)',
    what: "the vendor's own elements leave the XML malformed",
    says: /XML|well-formed|line/i,
    file: coursePackage(courseXml({ body: `${one}<v:extra xmlns:v="urn:vendor">` })),
  },
  {
    ids: '14.0.0.0-1 (d), 14.1.0.0-1, 14.1.0.0-1 (d)',
    what: 'what is called a zip is none',
    says: /./,
    file: Buffer.from('PK\u0003\u0004 this is not a zip file'),
  },
  {
    ids: '14.1.0.0-2, 14.1.0.0-2 (d)',
    what: 'the zip has no cmi5.xml at its root',
    says: /./,
    file: movedInto('folder'),
  },
  {
    ids: '14.1.0.0-3, 14.1.0.0-3 (d), 14.1.0.0-4, 14.1.0.0-4 (d)',
    what: 'the URL of an AU is relative, and its file is not in the zip',
    says: /missing\.html/,
    file: coursePackage(courseXml({ body: auXml({ name: 'a', url: 'missing.html' }) })),
  },
  {
    ids: '14.2.0.0-1, 14.2.0.0-1 (d)',
    what: 'the description comes by itself, with a relative URL',
    says: /relative/,
    file: xml(one),
    fileName: 'cmi5.xml',
  },
];

/** A package somebody zipped with the folder around it, twice: there is no telling what it is. */
function movedInto(folder: string): Buffer {
  return coursePackage('<nothing/>', { [`${folder}/a/cmi5.xml`]: courseXml({ body: one }) });
}

async function zip64(text: string): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  const options = { forceZip64Format: true };
  zip.addBuffer(Buffer.from(text), 'cmi5.xml', options);
  zip.addBuffer(Buffer.from('<!doctype html><title>AU</title>'), 'index.html', options);
  zip.end({ ...options, comment: '' });
  return buffer(zip.outputStream);
}

describe('cmi5 13, 14: courses come in', function () {
  this.timeout(60_000);
  let lms: HubLms;

  before(async () => {
    lms = await startHubLms();
  });
  after(() => lms.close());

  const launched = async (courseId: string, auId?: string) => {
    const { url } = await lms.launch({
      courseId,
      personId: await lms.person(),
      ...(auId && { auId }),
    });
    return url;
  };

  for (const { ids, what, says, file, fileName } of refusals) {
    it(`${ids}, 4.4.0.0-1 (d), 4.4.0.0-2 (d): refused, for ${what}`, async () => {
      const answer = await lms.importCourse(file, fileName).catch((error: unknown) => error);
      expect(answer).to.be.instanceOf(HubAnswerError);
      expect(answer).to.have.property('status').that.is.within(400, 422);
      expect(answer).to.have.property('message').that.matches(says);
    });
  }

  it('6.0.0.0-6, 6.1.0.0-1, 14.0.0.0-1: a zip', async () => {
    const courseId = await lms.importCourse(coursePackage(courseXml({ body: one })));
    expect(await launched(courseId)).to.include('index.html?endpoint=');
  });

  it('14.0.0.0-1: a zip with ZIP64 records', async () => {
    const body = auXml({ name: 'zip64' });
    const courseId = await lms.importCourse(await zip64(courseXml({ body })));
    expect(await launched(courseId)).to.include('index.html?endpoint=');
  });

  it('14.0.0.0-1, 14.1.0.0-4: an XML file by itself, with content that is elsewhere', async () => {
    const file = xml(auXml({ name: 'hosted', url: hosted }));
    const courseId = await lms.importCourse(file, 'cmi5.xml');
    expect(await launched(courseId)).to.match(
      /^https:\/\/content\.example\/au\/index\.html\?endpoint=/,
    );
  });

  it('6.1.0.0-2: a course of 1,001 AUs', async () => {
    const aus = Array.from({ length: 1_001 }, (_, n) => auXml({ name: `au-${n}`, url: hosted }));
    const courseId = await lms.importCourse(xml(...aus), 'cmi5.xml');
    expect(await launched(courseId, publisherId('au-1000'))).to.include('content.example');
  });

  it('6.1.0.0-3: all that the schema has: blocks in blocks, objectives, languages, every attribute', async () => {
    const body = blockXml(
      'outer',
      `<objectives><objective idref="${objective}"/></objectives>`,
      blockXml('inner', one),
      auXml({
        name: 'two',
        attributes:
          'moveOn="Passed" masteryScore="0.8125" launchMethod="OwnWindow" activityType="http://adlnet.gov/expapi/activities/lesson"',
        elements: '<launchParameters>a=1</launchParameters><entitlementKey>k</entitlementKey>',
      }),
    );
    const text = courseXml({ body, objectives: objectivesXml(objective) }).replace(
      '<langstring lang="en">Course</langstring>',
      '<langstring lang="en">Course</langstring><langstring lang="ar">مقرر</langstring>',
    );
    const courseId = await lms.importCourse(coursePackage(text));
    expect(await launched(courseId, publisherId('two'))).to.include('index.html');
  });

  it('13.1.0.0-1: space around values is removed', async () => {
    const body = auXml({
      ...{ name: 'spaces', url: '\n      <![CDATA[ index.html ]]>\n    ' },
      attributes: 'moveOn=" Passed "',
    });
    const courseId = await lms.importCourse(coursePackage(courseXml({ body })));
    expect(await launched(courseId)).to.match(/index\.html\?endpoint=/);
    const { aus } = await lms.register({ courseId, personId: await lms.person() });
    expect(aus[0]).to.include({ id: publisherId('spaces'), moveOn: 'Passed' });
  });
});
