import { expect } from 'chai';
import { isMediaType } from './media-type.ts';

describe('media types (RFC 9110 8.3.1)', () => {
  const valid = [
    'text/plain',
    'text/plain; charset=ascii',
    'text/plain;charset="utf-8" ; x=y',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'image/svg+xml',
    'multipart/mixed; boundary="a \\" b"',
    'text/html;',
  ];
  for (const text of valid) {
    it(`${text} is one`, () => {
      expect(isMediaType(text)).to.equal(true);
    });
  }

  const invalid = [
    '',
    'text',
    'text/',
    '/plain',
    'text/plain; charset',
    'text/plain; a="b',
    'a b/c',
  ];
  for (const text of [...invalid, 'text/plain, text/html', 'text/plain; a="\0"']) {
    it(`${JSON.stringify(text)} is none`, () => {
      expect(isMediaType(text)).to.equal(false);
    });
  }
});
