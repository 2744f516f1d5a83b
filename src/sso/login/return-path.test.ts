import { expect } from 'chai';
import { returnPathOf } from './return-path.ts';

describe('where a sign-in leads', () => {
  for (const path of ['/', '/play/home', '/start/decks/0190b7a2-1111-7000-8000-000000000001']) {
    it(`may be ${path}`, () => {
      expect(returnPathOf(path)).to.equal(path);
    });
  }

  for (const wanted of [
    '//evil.example',
    '/\\evil.example',
    '\\evil.example',
    '\\\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '/play/home@evil.example',
    '/play/home?x=//evil.example',
    '/play/home#//evil.example',
    '/play/home\r\nSet-Cookie: a=b',
    '/play/../..//evil.example',
    '/%2f%2fevil.example',
    ' /play/home',
    '/play/home\n',
    '',
  ]) {
    it(`is never ${JSON.stringify(wanted)}`, () => {
      expect(returnPathOf(wanted)).to.equal(undefined);
    });
  }
});
