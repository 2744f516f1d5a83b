import { expect } from 'chai';
import { inline, RELATIONS, workbook, xlsxReading } from './test-xlsx.ts';

describe('Excel reader refuses', () => {
  const { refusal } = xlsxReading();

  const bomb = `<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(50)}">]><sst><si><t>&b;</t></si></sst>`;
  const row = `<row>${inline('a', 'b')}</row>`;
  const refused: [title: string, code: string, content: () => Buffer][] = [
    [
      'a billion laughs',
      'invalid_xlsx',
      () => workbook({ sheets: { S: row }, parts: { 'xl/sharedStrings.xml': bomb } }),
    ],
    [
      'an external entity',
      'invalid_xlsx',
      () =>
        workbook({
          sheets: { S: row },
          parts: {
            'xl/worksheets/sheet1.xml': '<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>',
          },
        }),
    ],
    [
      'an entity of its own',
      'invalid_xlsx',
      () => workbook({ sheets: { S: `<row>${inline('&lol;', 'b')}</row>` } }),
    ],
    [
      'unclosed XML',
      'invalid_xlsx',
      () =>
        workbook({
          sheets: { S: row },
          parts: { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row>' },
        }),
    ],
    [
      'deep XML',
      'invalid_xlsx',
      () => workbook({ sheets: { S: '<row>'.repeat(100) + '</row>'.repeat(100) } }),
    ],
    [
      'another encoding',
      'invalid_xlsx',
      () =>
        workbook({
          sheets: { S: row },
          parts: { 'xl/worksheets/sheet1.xml': Buffer.from('<a>\xff</a>', 'latin1') },
        }),
    ],
    [
      'a text without end',
      'too_large',
      () =>
        workbook({
          sheets: { S: row },
          parts: { 'xl/worksheets/sheet1.xml': `<a>${randomText(6_000_000)}</a>` },
        }),
    ],
    [
      'a zip bomb',
      'compression_ratio',
      () =>
        workbook({
          sheets: { S: row },
          parts: { 'xl/worksheets/sheet1.xml': Buffer.alloc(30_000_000, ' ') },
        }),
    ],
    [
      'a cell in the column XFD',
      'too_many_columns',
      () => workbook({ sheets: { S: '<row><c r="XFD1" t="str"><v>x</v></c></row>' } }),
    ],
    [
      'a long text in many cells',
      'too_large',
      () =>
        workbook({
          sheets: { S: `<row>${'<c t="s"><v>0</v></c>'.repeat(100)}</row>`.repeat(100) },
          strings: `<si><t>${randomText(100_000)}</t></si>`,
        }),
    ],
    ['a workbook without rows', 'empty_file', () => workbook({ sheets: { S: '' } })],
    [
      'a missing sheet',
      'missing_entry',
      () =>
        workbook({
          sheets: { S: row },
          parts: {
            'xl/_rels/workbook.xml.rels': `<r><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="none.xml"/></r>`,
          },
        }),
    ],
  ];
  for (const [title, code, content] of refused) {
    it(`${title} -> ${code}`, async () => {
      expect(await refusal(content())).include({ code });
    });
  }

  function randomText(length: number): string {
    let text = '';
    let state = 1;
    while (text.length < length) {
      state = (state * 48_271) % 2_147_483_647;
      text += state.toString(36);
    }
    return text;
  }
});
