import { expect } from 'chai';
import { csvReading } from './test-csv.ts';

const CAPITALS = new URL('../../../../shared/inputs/csv/capitals.csv', import.meta.url).pathname;

describe('CSV reader', () => {
  const { read, readFile, refusal } = csvReading();

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
