import { expect } from 'chai';
import { refusalOf, testReading } from '../test-reading.ts';
import { readAicc } from './aicc-course.ts';

const parts = {
  crs: '[Course]\r\nCourse_ID=G1\r\nCourse_Title = Golf Üben\r\nVersion=3.5\r\n[Course_Behavior]\r\nMax_Normal=99\r\n[Course_Description]\r\nHow to play.\r\nAnd win.\r\n',
  au: `"System_ID","Type","Command_Line","File_Name","Max_Score","Mastery_Score","Max_Time_Allowed","Time_Limit_Action","System_Vendor","Core_Vendor","Web_Launch","AU_Password"
"A1","lesson","","play.html","100","80","01:00:00","E,N","x","v=1","q=1",""
"A2","lesson","","https://example.com/au","","","","","x","","",""
"A3","lesson","","gone.html","","","","","x","","",""
`,
  des: 'System_ID,Developer_ID,Title,Description\nA1,d1,"Playing, and how",First\nb1,d2,Basics,\nA2,d3,Web,\n',
  cst: '"Block","Member","Member"\n"ROOT","B1","A9"\n"B1","A1"\n',
  pre: 'Structure_Element,Prerequisite\nA1,B9\n',
};

function read(changes: Partial<Record<keyof typeof parts, string | Buffer>> = {}) {
  const { files, warn, warnings } = testReading('play.html');
  const { crs, au, des, cst, pre } = { ...parts, ...changes };
  const source = { crs: Buffer.from(crs), au: Buffer.from(au), des: Buffer.from(des) };
  const course = readAicc(
    { ...source, cst: Buffer.from(cst), pre: Buffer.from(pre) },
    { files, warn },
  );
  return { course, warnings };
}

describe('the four files of AICC', () => {
  it('become a course, with warnings of what cannot be opened', () => {
    const { course, warnings } = read();
    expect(course).deep.equal({
      title: 'Golf Üben',
      description: 'How to play. And win.',
      language: null,
      structure: {
        kind: 'aicc',
        identifier: 'G1',
        version: '3.5',
        children: [
          {
            type: 'block',
            identifier: 'B1',
            title: 'Basics',
            description: null,
            children: [
              {
                type: 'au',
                identifier: 'A1',
                title: 'Playing, and how',
                description: 'First',
                target: { path: 'play.html', suffix: '' },
                webLaunch: 'q=1',
                coreVendor: 'v=1',
                maxScore: 100,
                masteryScore: 80,
                maxTimeAllowed: '01:00:00',
                timeLimitAction: 'exit,no message',
                prerequisites: 'B9',
              },
            ],
          },
          {
            type: 'au',
            identifier: 'A2',
            title: 'Web',
            description: null,
            target: { url: 'https://example.com/au' },
            webLaunch: null,
            coreVendor: null,
            maxScore: null,
            masteryScore: null,
            maxTimeAllowed: null,
            timeLimitAction: null,
            prerequisites: null,
          },
        ],
      },
    });
    expect(warnings.map(({ at }) => at)).deep.equal(['unit A3', 'member A9', 'the .cst file']);
  });

  it('are read in the encoding of Windows too', () => {
    expect(read({ crs: Buffer.from(parts.crs, 'latin1') }).course.title).equal('Golf Üben');
  });

  it('hold blocks that hold themselves, each of which is there once', () => {
    const { course } = read({ cst: 'Block,Member\nroot,B1\nB1,B1,B2,A1\nB2,B1,A1\n' });
    expect(JSON.stringify(course.structure).match(/"A1"/g)).length(1);
  });

  it('hold blocks within blocks without an end', () => {
    const rows = Array.from({ length: 5_000 }, (_, n) => `B${n},B${n + 1}`).join('\n');
    const { course } = read({ cst: `Block,Member\nroot,B0\n${rows}\nB5000,A1\n` });
    expect(JSON.stringify(course.structure)).include('"A1"');
  });

  const refused: [title: string, code: string, changes: Parameters<typeof read>[0]][] = [
    ['a course that is none', 'invalid_aicc', { crs: 'Course_ID=1' }],
    ['a table that is none', 'invalid_aicc', { au: '"System_ID\n"A1' }],
    ['units that are missing', 'nothing_to_launch', { au: 'System_ID,File_Name\nA1,gone.html' }],
    [
      'a unit that is a script',
      'unsafe_href',
      { au: 'System_ID,File_Name\nA1,javascript:alert(1)' },
    ],
    ['a unit outside', 'unsafe_href', { au: 'System_ID,File_Name\nA1,..\\..\\x.html' }],
    ['a program of the host', 'unsafe_href', { au: 'System_ID,File_Name\nA1,C:\\course\\go.exe' }],
  ];
  for (const [title, code, changes] of refused) {
    it(`are refused for ${title} -> ${code}`, () => {
      expect(refusalOf(() => read(changes)).code).equal(code);
    });
  }
});
