import { expect } from 'chai';
import fc from 'fast-check';
import { inline, workbook, xlsxReading } from './test-xlsx.ts';

describe('Excel reader', () => {
  const { read } = xlsxReading();

  it('reads shared, rich, inline and formula texts', async () => {
    const strings =
      '<si><t>front</t></si><si><t>back</t></si>' +
      '<si><r><rPr><b/></rPr><t>bo</t></r><r><t xml:space="preserve">ld </t></r><r><t>text</t></r></si>' +
      '<si><t>課きく</t><rPh sb="0" eb="1"><t>カ</t></rPh></si>';
    const data =
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>' +
      '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>3</v></c></row>' +
      `<row r="5">${inline('a_x000A_b', 'a &lt;b&gt; &amp; c')}</row>` +
      '<row r="6"><c t="str"><f>A1&amp;B1</f><v>sum</v></c><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c></row>';
    const { fields, at, decks, totals } = await read(workbook({ sheets: { S: data }, strings }));
    expect(decks).deep.equal(['book']);
    expect(totals).deep.equal({ notes: 3, cards: 3, reviews: 0, media: 0 });
    expect(at).deep.equal(['row 2', 'row 5', 'row 6']);
    expect(fields).deep.equal([
      ['bold text', '課きく'],
      ['a<br>b', 'a &lt;b&gt; &amp; c'],
      ['sum', ''],
    ]);
  });

  it('places cells by their reference and leaves blank rows out', async () => {
    const data =
      '<row><c r="C1" t="inlineStr"><is><t>c</t></is></c><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>' +
      '<row><c r="A2"/><c r="B2"><v></v></c></row>' +
      `<row>${inline('d', 'e', 'f')}</row>`;
    const { fields, at } = await read(workbook({ sheets: { S: data } }));
    expect(fields).deep.equal([
      ['a', '', 'c'],
      ['d', 'e', 'f'],
    ]);
    expect(at).deep.equal(['row 1', 'row 3']);
  });

  const numbers: [value: string, format: string, shown: string, date1904?: boolean][] = [
    ['42', '0', '42'],
    ['0.30000000000000004', 'General', '0.3'],
    ['1E-3', '0.00E+00', '0.001'],
    ['0.125', '0.0%', '12.5%'],
    ['45000', 'yyyy-mm-dd', '2023-03-15'],
    ['45000', 'd. mmm', '2023-03-15'],
    ['45000.75', 'dd/mm/yyyy hh:mm', '2023-03-15 18:00'],
    ['45000.5', '[$-407]d. mmmm yyyy;@', '2023-03-15'],
    ['0.520833333333333', 'h:mm AM/PM', '12:30'],
    ['0.5208449074', 'hh:mm:ss', '12:30:01'],
    ['1.5', '[h]:mm', '36:00'],
    ['1', 'yyyy', '1900-01-01'],
    ['61', 'd/m/yy', '1900-03-01'],
    ['1', 'd/m/yy', '1904-01-02', true],
    ['5', '0 "days"', '5'],
    ['5', '[Red]0.00', '5'],
    ['-1', 'd/m/yy', '-1'],
    ['1e9', 'd/m/yy', '1000000000'],
  ];
  for (const [value, format, shown, date1904] of numbers) {
    it(`shows ${value} as "${format}"${date1904 ? ' (1904)' : ''} -> ${shown}`, async () => {
      const styles =
        `<numFmts><numFmt numFmtId="164" formatCode="${format.replaceAll('"', '&quot;')}"/></numFmts>` +
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>';
      const data = `<row>${inline('x')}<c s="1"><v>${value}</v></c></row>`;
      const workbookPr = date1904 ? '<workbookPr date1904="1"/>' : '';
      const { fields } = await read(workbook({ sheets: { S: data }, styles, workbookPr }));
      expect(fields[0]?.[1]).equal(shown);
    });
  }

  it('knows the built-in date formats', async () => {
    const styles = '<cellXfs><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="10"/></cellXfs>';
    const data = `<row>${inline('x')}<c s="0"><v>45000</v></c><c s="1"><v>45000.25</v></c><c s="2"><v>0.5</v></c></row>`;
    const { fields } = await read(workbook({ sheets: { S: data }, styles }));
    expect(fields[0]?.slice(1)).deep.equal(['2023-03-15', '2023-03-15 06:00', '50%']);
  });

  it('makes a deck of each visible sheet with rows', async () => {
    const sheets = {
      One: `<row>${inline('a', 'b')}</row>`,
      Empty: '',
      Secret: `<row>${inline('x', 'y')}</row>`,
      'Two &amp; more': `<row>${inline('a', 'c')}</row>`,
    };
    const { decks, fields, at } = await read(workbook({ sheets, hidden: ['Secret'] }));
    expect(decks).deep.equal(['book::One', 'book::Two & more']);
    expect(fields).deep.equal([
      ['a', 'b'],
      ['a', 'c'],
    ]);
    expect(at).deep.equal(['One, row 1', 'Two &amp; more, row 1'.replace('&amp;', '&')]);
  });

  it('keeps the key of a row whose back and sheet changed', async () => {
    const first = await read(workbook({ sheets: { S: `<row>${inline('a', 'b')}</row>` } }));
    const second = await read(workbook({ sheets: { T: `<row>${inline('a', 'changed')}</row>` } }));
    expect(first.keys).deep.equal(second.keys);
  });

  it('gives back any texts', async () => {
    const cell = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 10 })
      .map((text) =>
        text
          .replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '')
          .normalize('NFC')
          .trim(),
      )
      .filter((text) => text !== '' && !text.includes('_x') && !text.includes('{{c'));
    const escapeXml = (text: string) =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }),
        async (rows) => {
          const data = [['front', 'back'], ...rows]
            .map((cells) => `<row>${inline(...cells.map(escapeXml))}</row>`)
            .join('');
          const { fields } = await read(workbook({ sheets: { S: data } }));
          expect(fields).deep.equal(
            rows.map((cells) => cells.map((text) => escapeXml(text).replaceAll('"', '&quot;'))),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});
