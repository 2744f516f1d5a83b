import { expect } from 'chai';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { csvReading } from './test-csv.ts';

describe('CSV reader: what is in a file', () => {
  const { read } = csvReading();

  describe("Anki's text headers", () => {
    it('are honoured, and no row is a header', async () => {
      const { atoms, fields, deckNames } = await read(
        '#separator:Pipe\n#html:true\n#tags:all both\n#deck:Top::Sub\n#guid column:1\n#tags column:4\n' +
          '# a remark\ng1|<b>front</b>|back|x y\n# left out\ng2|question|answer|\n',
        { fileName: 'x.txt' },
      );
      expect(atoms.map(({ key, at, tags }) => ({ key, at, tags }))).deep.equal([
        { key: 'g1', at: 'row 8', tags: ['all', 'both', 'x', 'y'] },
        { key: 'g2', at: 'row 10', tags: ['all', 'both'] },
      ]);
      expect(fields).deep.equal([
        ['<b>front</b>', 'back'],
        ['question', 'answer'],
      ]);
      expect(deckNames).deep.equal(['Top::Sub', 'Top::Sub']);
    });

    it('name columns, note types and decks by column', async () => {
      const { fields, deckNames, noteTypes } = await read(
        '#separator:tab\n#columns:Type\tWo\tFrage\tAntwort\tMehr\n#notetype column:1\n#deck column:2\n' +
          'N1\tA\tq1\ta1\tm1\nN2\tB::C\tq2\ta2\tm2\n',
      );
      expect(fields).deep.equal([
        ['q1', 'a1', 'm1'],
        ['q2', 'a2', 'm2'],
      ]);
      expect(deckNames).deep.equal(['A', 'B::C']);
      expect(noteTypes.map(({ name, fields: names }) => [name, ...names])).deep.equal([
        ['N1', 'Frage', 'Antwort', 'Mehr'],
        ['N2', 'Frage', 'Antwort', 'Mehr'],
      ]);
    });

    it('make two cards of a reversed note type', async () => {
      const { totals, noteTypes } = await read('#notetype:Basic (and reversed card)\na;b\n');
      expect(totals).include({ notes: 1, cards: 2 });
      expect(noteTypes[0]?.templates.map(({ front }) => front)).deep.equal([
        '{{Front}}',
        '{{Back}}',
      ]);
    });

    it('are content where no known key is among them', async () => {
      const { fields } = await read('#hash,tag\n#other,thing\n');
      expect(fields[0]).deep.equal(['#hash', 'tag']);
    });
  });

  describe('encoding and separator', () => {
    const text = {
      german:
        'Straße;größer als Übermut\nMädchen;schöne Grüße aus Köln\nFüße;für die Übungsbücher\n',
      russian:
        'собака;это животное живёт рядом с человеком\nкошка;домашнее животное которое ловит мышей\n',
      japanese: '犬;いぬはどうぶつです\n猫;ねこはさかながすきです\n学校;がっこうへいきます\n',
      chinese: '中华人民共和国;首都是北京的国家\n学生们;在学校里学习的人们\n朋友;互相帮助的人\n',
      korean: '안녕하세요;처음 만났을 때 하는 인사입니다\n학교;학생들이 공부하는 곳입니다\n',
    };
    const encodings: [encoding: string, text: string][] = [
      ['utf-8', text.russian],
      ['utf-16le', text.german],
      ['utf-16be', text.german],
      ['windows-1252', text.german],
      ['windows-1251', text.russian],
      ['koi8-r', text.russian],
      ['shift_jis', text.japanese],
      ['euc-jp', text.japanese],
      ['gb18030', text.chinese],
      ['big5', '中華民國;首都是臺北的國家\n學生們;在學校裡學習的人們\n朋友;互相幫助的人\n'],
      ['euc-kr', text.korean],
    ];
    const expected = (content: string) =>
      content
        .trim()
        .split('\n')
        .map((line) => line.split(';'));
    for (const [encoding, content] of encodings) {
      it(`reads ${encoding}`, async () => {
        const { fields } = await read(iconv.encode(content, encoding));
        expect(fields).deep.equal(expected(content));
      });
    }
    for (const encoding of ['utf-8', 'utf-16le', 'utf-16be', 'utf-32le']) {
      it(`reads ${encoding} with a byte order mark`, async () => {
        const { fields } = await read(iconv.encode(text.japanese, encoding, { addBOM: true }));
        expect(fields).deep.equal(expected(text.japanese));
      });
    }

    it('looks at the whole file before it calls it UTF-8', async () => {
      const start = 'plain,text\n'.repeat(60_000);
      const { fields } = await read(
        Buffer.concat([Buffer.from(start), iconv.encode('Köln,größer\n', 'windows-1252')]),
      );
      expect(fields.at(-1)).deep.equal(['Köln', 'größer']);
    });

    const separated: [title: string, content: string, first: string[]][] = [
      ['a tab', 'a, b\tc;d\ne\tf\n', ['a, b', 'c;d']],
      ['a semicolon among commas', '1,5;2,5\n3,5;4,5\n', ['1,5', '2,5']],
      ['a comma among semicolons', 'front,back,tags\na,b,x;y\nc,d,e;f\n', ['a', 'b']],
      ['a pipe', 'a|b\nc|d\n', ['a', 'b']],
      ["Excel's sep= line", 'sep=^\na^b\n', ['a', 'b']],
    ];
    for (const [title, content, first] of separated) {
      it(`finds ${title}`, async () => {
        expect((await read(content)).fields[0]).deep.equal(first);
      });
    }

    it('counts rows as a spreadsheet does', async () => {
      const { atoms } = await read('front,back\r\n"two\r\nlines",b\r\n\r\nc,d\r\n');
      expect(atoms.map(({ at }) => at)).deep.equal(['row 2', 'row 4']);
    });

    it('gives back any table, whatever separator, quoting and line end', async () => {
      const cell = fc.string({
        unit: fc.constantFrom(...'ab,;|\t"\' \n#é漢'.split('')),
        maxLength: 8,
      });
      const rows = fc.array(fc.tuple(cell, cell), { minLength: 2, maxLength: 12 });
      const layout = fc.record({
        separator: fc.constantFrom(',', ';', '\t', '|'),
        lineEnd: fc.constantFrom('\n', '\r\n'),
      });
      await fc.assert(
        fc.asyncProperty(rows, layout, async (table, { separator, lineEnd }) => {
          const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
          const lines = [['front', 'back'], ...table].map((cells) =>
            cells.map(quote).join(separator),
          );
          const wanted = table
            .map((cells) => cells.map((text) => text.trim()))
            .filter(([front]) => front !== '');
          if (wanted.length === 0) return;
          const { fields } = await read(lines.join(lineEnd), {});
          expect(fields.map((cells) => cells.map(plain))).deep.equal(wanted);
        }),
        { numRuns: 150 },
      );
      function plain(html: string): string {
        return html
          .replaceAll('<br>', '\n')
          .replaceAll('&quot;', '"')
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&amp;', '&');
      }
    });
  });
});
