import { expect } from 'chai';
import { isLanguageTag } from './language-tag.ts';

describe('language tags (RFC 5646)', () => {
  const valid =
    'de en-US cmn zh-Hant zh-yue-HK sr-Latn-RS sl-rozaj-biske-1994 de-CH-1901 es-419 ' +
    'de-DE-u-co-phonebk en-a-bbb-x-a-ccc x-whatever qaa-Qaaa-QM-x-southern i-klingon sgn-BE-FR ' +
    'en-GB-oed zh-min-nan art-lojban EN-us abcd abcdefgh';
  for (const tag of valid.split(' ')) {
    it(`${tag} is one`, () => {
      expect(isLanguageTag(tag)).to.equal(true);
    });
  }

  const invalid =
    'a a12345 a12345678 abcdefghi en_US en- -en en--US en-USA1 de-419-DE zh-z-aaa-z-bbb-c-ccc ' +
    'de-1901-1901 en-a en-x x s-something i-nothing 12 en-abcdefghi';
  for (const tag of ['', ' en', 'en ', 'én', 'en\0', ...invalid.split(' ')]) {
    it(`${JSON.stringify(tag)} is none`, () => {
      expect(isLanguageTag(tag)).to.equal(false);
    });
  }
});
