import { expect } from 'chai';
import fc from 'fast-check';
import { languageMap } from '../testing/valid-values.ts';
import { languageChooser } from './languages.ts';

describe('one language of a map (RFC 9110 12.5.4, RFC 4647 3.4)', () => {
  const table: [string | undefined, string, string][] = [
    // Accept-Language, tags of the map, the tag chosen
    ['en-GB', 'en-US en-GB', 'en-GB'],
    ['EN-gb', 'en-US en-GB', 'en-GB'],
    ['en', 'de en-US en-GB', 'en-US'],
    ['en-GB', 'de en', 'en'],
    ['zh-Hant-TW', 'en zh zh-Hant', 'zh-Hant'],
    ['fr, de;q=0.8', 'en de', 'de'],
    ['fr;q=0.1, de;q=0.8', 'fr de', 'de'],
    ['de; q=0.5 , fr', 'de fr', 'fr'],
    ['fr, *;q=0.1', 'en de', 'en'],
    ['*', 'de en', 'de'],
    ['*, en;q=0.5', 'en de', 'de'],
    ['*, en;q=0.5', 'en en-GB', 'en'],
    ['en;q=0, en-GB', 'en en-GB de', 'en-GB'],
    ['en;q=0, *', 'en-US de', 'de'],
    ['en;q=0', 'en en-US', 'en'],
    ['e', 'en de', 'en'],
    ['ja', 'de en', 'de'],
    ['', 'de en', 'de'],
    [undefined, 'de en', 'de'],
    ['en;q=nonsense', 'de en', 'en'],
    [',,;;', 'de en', 'de'],
  ];
  for (const [header, tags, expected] of table) {
    it(`${header ?? 'no header'} chooses ${expected} of ${tags}`, () => {
      const map = Object.fromEntries(tags.split(' ').map((tag) => [tag, `in ${tag}`]));
      expect(languageChooser(header)(map)).to.deep.equal({ [expected]: `in ${expected}` });
    });
  }

  it('exactly one of any map with some, whatever the header', () => {
    fc.assert(
      fc.property(fc.string(), languageMap, (header, map) => {
        const chosen = languageChooser(header)(map);
        expect(Object.keys(chosen)).to.have.length(Math.min(1, Object.keys(map).length));
        expect(map).to.deep.include(chosen);
      }),
    );
  });
});
