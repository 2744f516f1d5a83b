import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import type { ImportBatch, ImportOptions, ImportProblem } from '../import-source.ts';
import { inspectCsv, readCsv } from './csv-reader.ts';

const CAPITALS = new URL('../../../../shared/inputs/csv/capitals.csv', import.meta.url).pathname;

describe('CSV reader', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'csv-reader-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function read(content: string | Buffer, options: Partial<ImportOptions> = {}) {
    const path = join(folder, 'upload');
    await writeFile(path, content);
    return readFile(path, options);
  }

  async function readFile(path: string, options: Partial<ImportOptions> = {}) {
    const all: ImportOptions = {
      fileName: 'words.csv',
      scheduling: 'keep',
      workDir: folder,
      ...options,
    };
    const { totals } = await inspectCsv(path, all);
    const batches: ImportBatch[] = [];
    for await (const batch of readCsv(path, all)) batches.push(batch);
    const decks = batches.flatMap((batch) => (batch.type === 'decks' ? batch.decks : []));
    const names = new Map(decks.map(({ key, path: names }) => [key, names.join('::')]));
    const atoms = batches.flatMap((batch) => (batch.type === 'atoms' ? batch.atoms : []));
    return {
      totals,
      batches,
      atoms,
      decks: [...names.values()],
      noteTypes: batches.flatMap((batch) => (batch.type === 'decks' ? batch.noteTypes : [])),
      deckNames: atoms.map(({ deck }) => names.get(deck)),
      fields: atoms.map(({ body }) => {
        if (body.type === 'note') return body.fields;
        if (body.type === 'flashcard') return [body.front, body.back];
        return body.type === 'cloze' ? [body.text, body.extra ?? ''] : [];
      }),
      people: batches.flatMap((batch) => (batch.type === 'people' ? batch.people : [])),
      problems: batches.flatMap((batch): ImportProblem[] =>
        batch.type === 'problems' ? batch.problems : [],
      ),
    };
  }

  async function refusal(content: string | Buffer, options?: Partial<ImportOptions>) {
    const error = await read(content, options).catch((reason) => reason);
    expect(error).include({ name: 'ImportRefusedError' });
    return error;
  }

  describe('cards', () => {
    it('takes 219 notes of capitals.csv with all columns and tags', async () => {
      const { atoms, fields, decks, noteTypes, totals, problems } = await readFile(CAPITALS, {
        fileName: 'capitals.csv',
      });
      expect(totals).deep.equal({ notes: 219, cards: 219, reviews: 0, media: 0 });
      expect(atoms).length(219);
      expect(new Set(atoms.map(({ key }) => key)).size).equal(219);
      expect(decks).deep.equal(['capitals']);
      expect(noteTypes[0]?.fields).deep.equal(
        'Country,Capital,Hint,Info,Land (de),Hauptstadt (de),国家 (zh),בירה (he)'.split(','),
      );
      expect(noteTypes[0]?.templates[0]?.back).match(
        /^{{FrontSide}}<hr id="answer">{{Capital}}<dl>/,
      );
      expect(fields[2]?.slice(0, 3)).deep.equal(['United Kingdom', 'London', 'Sovereign country']);
      expect(atoms[2]).include({ at: 'row 4' });
      expect(atoms[2]?.tags).deep.equal(['UG::Europe', 'UG::Sovereign_State']);
      expect(problems).deep.equal([]);
    });

    it('makes flash cards of two columns without a header', async () => {
      const { atoms, decks } = await read('der Hund,dog\n"die Katze, der Kater",cat\n');
      expect(decks).deep.equal(['words']);
      expect(atoms.map(({ body }) => body)).deep.equal([
        { type: 'flashcard', front: 'der Hund', back: 'dog' },
        { type: 'flashcard', front: 'die Katze, der Kater', back: 'cat' },
      ]);
    });

    const headers: [header: string, isHeader: boolean][] = [
      ['front,back', true],
      ['Question;Answer', true],
      ['Begriff\tDefinition', true],
      ['Término;Definición', true],
      ['Recto;Verso', true],
      ['Deutsch,Englisch', true],
      ['Country,Capital,Tags,Hint', true],
      ['hello,hallo', false],
      ['word,Wort', false],
      ['Stadt;Land', false],
    ];
    for (const [header, isHeader] of headers) {
      it(`${isHeader ? 'takes' : 'does not take'} "${header}" as a header`, async () => {
        const separator = /[,;\t]/.exec(header)?.[0] ?? ',';
        const width = header.split(separator).length;
        const row = (text: string) => Array.from({ length: width }, () => text).join(separator);
        const { atoms } = await read([header, row('a b'), row('c d')].join('\n'));
        expect(atoms).length(isHeader ? 2 : 3);
      });
    }

    it('does not take the first pair of a list of languages as a header', async () => {
      const { atoms } = await read('Deutsch,German\nEnglisch,English\nSpanisch,Spanish\n');
      expect(atoms).length(3);
    });

    it('takes texts over numbers as a header', async () => {
      const { atoms, noteTypes } = await read('Event,Place,Year\nA,B,1789\nC,D,1848\nE,F,1917\n');
      expect(atoms).length(3);
      expect(noteTypes[0]?.fields).deep.equal(['Event', 'Place', 'Year']);
    });

    it('finds front and back by their words, wherever they stand', async () => {
      const { fields } = await read('id,answer,question\n1,cat,Katze\n2,dog,Hund\n');
      expect(fields).deep.equal([
        ['Katze', 'cat'],
        ['Hund', 'dog'],
      ]);
    });

    it('escapes text and keeps line breaks', async () => {
      const { fields } = await read('a < b & "c","two\nlines"\n<script>alert(1)</script>,x\n');
      expect(fields).deep.equal([
        ['a &lt; b &amp; &quot;c&quot;', 'two<br>lines'],
        ['&lt;script&gt;alert(1)&lt;/script&gt;', 'x'],
      ]);
    });

    it('makes cloze atoms of rows with deletions', async () => {
      const { atoms } = await read(
        'front,back,note\n{{c1::Paris}} is nice,yes,more\nplain,text,x\n',
      );
      expect(atoms.map(({ body }) => body.type)).deep.equal(['cloze', 'note']);
      expect(atoms[0]?.body).include({
        text: '{{c1::Paris}} is nice',
        extra: 'yes<dl><dt>note</dt><dd dir="auto">more</dd></dl>',
      });
    });

    it('keeps the key of a row whose back changed, and counts equal fronts', async () => {
      const first = await read('bank,Ufer\nbank,Geldinstitut\ncat,Katze\n');
      const second = await read('cat,Kater\nbank,Ufer\nnew,neu\nbank,Bank\n');
      const keys = first.atoms.map(({ key }) => key);
      expect(new Set(keys).size).equal(3);
      expect(second.atoms.map(({ key }) => keys.indexOf(key))).deep.equal([2, 0, -1, 1]);
    });

    it('names cards by guid as it is, and by id within the deck', async () => {
      const byGuid = await read('guid,front,back\nNx.5%,a,b\nother,c,d\nNx.5%,e,f\n');
      expect(byGuid.atoms.map(({ key }) => key)).deep.equal(['Nx.5%', 'other']);
      expect(byGuid.problems).deep.equal([
        { at: 'row 4', severity: 'failed', reason: 'its guid stands in a row above' },
      ]);
      const before = await read('id,front,back\n1,a,b\n');
      const after = await read('id,front,back\n1,changed,b\n');
      const elsewhere = await read('id,front,back\n1,a,b\n', { fileName: 'other.csv' });
      expect(after.atoms[0]?.key).equal(before.atoms[0]?.key);
      expect(elsewhere.atoms[0]?.key).not.equal(before.atoms[0]?.key);
    });

    it('puts rows in the decks of a deck column, parents split by ::', async () => {
      const { batches, deckNames } = await read('deck,front,back\nA::B,1,2\nC,3,4\n,5,6\n');
      expect(deckNames).deep.equal(['A::B', 'C', 'words']);
      expect(batches.map(({ type }) => type)).deep.equal(['decks', 'atoms']);
    });

    it('splits tags at commas, or at spaces where a column has none', async () => {
      const commas = await read('front,back,tags\na,b,"European Union, x;y"\nc,d,New York\n');
      expect(commas.atoms.map(({ tags }) => tags)).deep.equal([
        ['European Union', 'x', 'y'],
        ['New York'],
      ]);
      const spaces = await read('front,back,tags\na,b,x y::z\nc,d,\n');
      expect(spaces.atoms.map(({ tags }) => tags)).deep.equal([['x', 'y::z'], undefined]);
    });

    it('reports rows that are too short, too long, or have no front or back', async () => {
      const { atoms, problems } = await read(
        'front,back,extra\na,b,c\nd,e\n,f,g\nh,i,j,k\nl,,\n\n',
      );
      expect(atoms).length(4);
      expect(problems.map(({ at, severity }) => `${at} ${severity}`)).deep.equal([
        'row 3 warning',
        'row 4 failed',
        'row 5 warning',
        'row 6 warning',
      ]);
    });

    it('lists a thousand problems at most, and counts the others', async () => {
      const { problems } = await read(`front,back\na,b\n${',x\n'.repeat(1500)}`);
      expect(problems).length(1001);
      expect(problems.at(-1)?.reason).equal('500 more failed and 0 more have warnings');
    });

    it('removes what PostgreSQL cannot store', async () => {
      const { fields } = await read('a\u0007b,e\u0301\n');
      expect(fields).deep.equal([['ab', 'é']]);
    });

    it('gives field names that templates can refer to', async () => {
      const { noteTypes } = await read(
        'Front,Back,#a:{b},Tags2,type,,Extra,extra2\n1,2,3,4,5,6,7,8\n',
      );
      expect(noteTypes[0]?.fields).deep.equal([
        ...['Front', 'Back', 'a b', 'Tags2', 'type 2', 'Column 6', 'Extra', 'extra2'],
      ]);
    });
  });

  describe('mapping', () => {
    const table = 'Land,Hauptstadt,Kennung\nFrankreich,Paris,fr\nItalien,Rom,it\n';

    it('takes columns by header, whatever the case', async () => {
      const { fields, atoms } = await read(table, {
        mapping: { hauptstadt: 'front', LAND: 'back', Kennung: 'tags' },
      });
      expect(fields[0]).deep.equal(['Paris', 'Frankreich']);
      expect(atoms[0]?.tags).deep.equal(['fr']);
    });

    it('takes columns by number, own fields and columns to leave out', async () => {
      const { fields, noteTypes } = await read('a,b,c,d\ne,f,g,h\n', {
        mapping: { 4: 'front', 1: 'back', 2: 'ignore', 3: 'Beispiel' },
      });
      expect(fields[0]).deep.equal(['d', 'a', 'c']);
      expect(noteTypes[0]?.fields).deep.equal(['Front', 'Back', 'Beispiel']);
    });

    it('refuses columns that are not there, and a field twice', async () => {
      expect(await refusal(table, { mapping: { Stadt: 'front' } })).include({
        code: 'unknown_column',
        message:
          'The mapping names the column "Stadt"; the file has 3: "Land", "Hauptstadt", "Kennung".',
      });
      expect(await refusal(table, { mapping: { 4: 'front' } })).include({ code: 'unknown_column' });
      expect(await refusal(table, { mapping: { 1: 'front', 2: 'Front' } })).include({
        code: 'invalid_mapping',
      });
    });

    it('is not moved by keys such as __proto__', async () => {
      const mapping = JSON.parse('{"__proto__": "front"}');
      expect(await refusal(table, { mapping })).include({ code: 'unknown_column' });
      expect({}).not.have.property('front');
    });
  });

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

  describe('people', () => {
    it('are told by their headers, checked and split into groups', async () => {
      const { people, problems, totals } = await read(
        'First name;Last name;E-Mail;Language;Time zone;Groups;Employee ID\n' +
          'Ana;Ruiz;ana@example.org;es_MX;America/Mexico_City;"Math, Physics";7\n' +
          'Bo;;bo@example.org;klingon language;Mars/Base;;\n' +
          'Cy;;not an address;;;;\n' +
          'Ana;Again;x@example.org;;;;7\n',
      );
      expect(totals.notes).equal(4);
      expect(people).deep.equal([
        {
          at: 'row 2',
          displayName: 'Ana Ruiz',
          givenName: 'Ana',
          familyName: 'Ruiz',
          email: 'ana@example.org',
          externalId: '7',
          locale: 'es-MX',
          timeZone: 'America/Mexico_City',
          groups: ['Math', 'Physics'],
        },
        { at: 'row 3', displayName: 'Bo', givenName: 'Bo', email: 'bo@example.org', groups: [] },
      ]);
      expect(problems.map(({ at, severity }) => `${at} ${severity}`)).deep.equal([
        'row 3 warning',
        'row 3 warning',
        'row 4 failed',
        'row 5 failed',
      ]);
    });

    it('can be asked for and mapped', async () => {
      const { people } = await read('x,y\nAda,ada@example.org\n', {
        rows: 'people',
        mapping: { 1: 'displayName', y: 'email' },
      });
      expect(people).deep.equal([
        { at: 'row 2', displayName: 'Ada', email: 'ada@example.org', groups: [] },
      ]);
    });

    it('need a column that names them, and fields that people have', async () => {
      expect(await refusal('a,b\nc,d\n', { rows: 'people' })).include({ code: 'unknown_columns' });
      expect(await refusal('a,b\nc,d\n', { rows: 'people', mapping: { 1: 'front' } })).include({
        code: 'invalid_mapping',
      });
    });
  });

  describe('refuses', () => {
    const refused: [title: string, code: string, content: string | Buffer][] = [
      ['an empty file', 'empty_file', ''],
      ['blank rows', 'empty_file', '\n,,\n \n'],
      ['a header alone', 'empty_file', 'front,back\n'],
      ['prose', 'one_column', 'This is a text.\nIt has lines.\n'],
      ['a quote that never closes', 'invalid_csv', 'a,b\n"c,d\n'],
      ['a row of five million characters', 'too_large', `a,b\n"${'x'.repeat(5_000_000)}`],
      ['more than 200 columns', 'too_many_columns', `${'a,'.repeat(200)}b\n`],
      ['binary data', 'unknown_kind', 'a,b\u0000\n'],
    ];
    for (const [title, code, content] of refused) {
      it(`${title} -> ${code}`, async () => {
        expect(await refusal(content)).include({ code });
      });
    }
  });
});
