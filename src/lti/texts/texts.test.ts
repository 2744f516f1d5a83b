import { expect } from 'chai';
import { errorTexts } from './errors/error-tables.ts';
import { attributesOf, languageOf, languages } from './languages.ts';
import { pickerTexts } from './picker/picker-tables.ts';
import { filled, type Plural, pluralOf } from './plural.ts';
import { reviewTexts } from './review/review-tables.ts';

const tables: Record<string, Record<string, object>> = { errorTexts, pickerTexts, reviewTexts };

describe('texts of pages inside courses', () => {
  it('are in the language of the course, else of the browser, else English', () => {
    expect(languageOf('de-AT')).to.equal('de');
    expect(languageOf('fr_CA', 'es')).to.equal('fr');
    expect(languageOf('he', 'ar')).to.equal('ar');
    expect(languageOf(undefined, 'zz')).to.equal('en');
    expect(attributesOf('ar')).to.deep.equal({ lang: 'ar', dir: 'rtl' });
  });

  for (const [name, table] of Object.entries(tables)) {
    for (const language of languages) {
      it(`${name} in ${language} have the gaps of the English ones, and nothing empty`, () => {
        const english = leaves(table.en ?? {});
        const own = leaves(table[language] ?? {});
        expect([...own.keys()]).to.deep.equal([...english.keys()]);
        for (const [path, text] of own) {
          expect(text, path).to.match(/\S/);
          expect(gaps(text), path).to.deep.equal(gaps(english.get(path) ?? ''));
        }
      });
    }
  }

  it('count as the language counts', () => {
    const { questions } = pickerTexts.ar;
    expect(pluralOf('ar', questions, 2)).to.equal('سؤالان');
    expect(pluralOf('ar', questions, 5)).to.equal('5 أسئلة');
    expect(pluralOf('en', pickerTexts.en.questions, 1)).to.equal('1 question');
  });

  it('have each form that the language needs', () => {
    for (const language of languages) {
      const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      for (const forms of plurals(pickerTexts[language])) {
        // What is never none of anything may leave "zero" out; "many" of Romance languages is a million.
        const left = needed.filter((form) => !(form in forms));
        expect(left.filter((form) => form !== 'zero' && form !== 'many')).to.deep.equal([]);
      }
    }
  });

  it('leave gaps alone that nothing is known for', () => {
    expect(filled('{a} of {b}', { a: '<1>' })).to.equal('<1> of {b}');
  });
});

function isPlural(value: object): value is Plural {
  return 'other' in value;
}

function plurals(table: object): Plural[] {
  return Object.values(table).filter(
    (value): value is Plural => typeof value === 'object' && value !== null && isPlural(value),
  );
}

/** Texts by their path; of plurals the form for all other numbers. */
function leaves(value: object, path = ''): Map<string, string> {
  const found = Object.entries(value).flatMap(([key, one]): [string, string][] => {
    const at = `${path}/${key}`;
    if (typeof one === 'string') return [[at, one]];
    return isPlural(one) ? [[at, one.other]] : [...leaves(one, at)];
  });
  return new Map(found);
}

function gaps(text: string): string[] {
  return [...text.matchAll(/\{\w+\}/g)].map(([gap]) => gap).sort();
}
