import { expect } from 'chai';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { chooseLanguage } from './language.ts';

describe('languages', () => {
  it('takes the first wish that there is a table for, else English', () => {
    expect(chooseLanguage([undefined, 'pt-BR', 'fr-CA', 'de']).locale).to.equal('fr-CA');
    expect(chooseLanguage(['xx']).strings).to.equal(en);
    expect(chooseLanguage(['ar-EG']).direction).to.equal('rtl');
  });

  it('every table fills the same gaps, and has the plural forms of its language', () => {
    const gaps = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort().join();
    for (const [locale, table] of Object.entries({ de, es, fr, ar })) {
      for (const key of Object.keys(en) as (keyof typeof en)[]) {
        const mine = table[key];
        const english = en[key];
        if (typeof mine === 'string' && typeof english === 'string') {
          expect(gaps(mine), `${locale}.${key}`).to.equal(gaps(english));
          expect(mine, `${locale}.${key}`).to.not.equal('');
        } else if (typeof mine === 'object') {
          expect(mine.other, `${locale}.${key}`).to.contain('{n}');
        }
      }
    }
  });

  it('writes intervals, times and plurals in its own way', () => {
    const { interval, fromNow, plural } = chooseLanguage(['en-GB']);
    expect([30, 60, 600, 7200, 86_400, 864_000].map(interval)).to.deep.equal([
      '<1 min',
      '1 min',
      '10 mins',
      '2 hrs',
      '1 day',
      '10 days',
    ]);
    expect(interval(60 * 86_400)).to.equal('2 mths');
    expect(fromNow(86_400)).to.equal('tomorrow');
    expect(plural(en.answered, 1)).to.equal('You answered 1 card.');
    expect(chooseLanguage(['ar']).plural(ar.answered, 2)).to.equal('أجبت عن بطاقتين.');
  });
});
