import { expect } from 'chai';
import { entityTagsOf } from '../documents/etag.ts';
import { mediaTypeOf } from './media-type.ts';
import { versionOf } from './request-version.ts';

describe('X-Experience-API-Version', () => {
  for (const [header, version] of [
    ['1.0', '1.0.3'],
    ['1.0.0', '1.0.3'],
    ['1.0.9', '1.0.3'],
    ['2.0', '2.0.0'],
    ['2.0.1', '2.0.0'],
    ['', undefined],
    ['0.95', undefined],
    ['1.1', undefined],
    ['1.0.', undefined],
    ['2.1.0', undefined],
    ['20.0', undefined],
    ['2.0.0, 2.0.0', undefined],
  ] as const) {
    it(`"${header}" -> ${version ?? 'none that is spoken'}`, () => {
      expect(versionOf(header)).to.equal(version);
    });
  }
});

describe('RFC 9110 8.3.1: Content-Type', () => {
  for (const [header, type, parameters] of [
    ['application/json', 'application/json', {}],
    ['Application/JSON; Charset=utf-8', 'application/json', { charset: 'utf-8' }],
    ['multipart/mixed; boundary="a;b \\"c"', 'multipart/mixed', { boundary: 'a;b "c' }],
    ['multipart/mixed;boundary=a=b; x=y', 'multipart/mixed', { boundary: 'a=b', x: 'y' }],
    ['', '', {}],
  ] as const) {
    it(JSON.stringify(header), () => {
      const mediaType = mediaTypeOf(header);
      expect(mediaType.type).to.equal(type);
      expect(Object.fromEntries(mediaType.parameters)).to.deep.equal(parameters);
    });
  }
});

describe('RFC 9110 13.1: entity tags', () => {
  for (const [header, tags] of [
    ['', undefined],
    ['*', '*'],
    ['"a"', ['a']],
    ['W/"a", "b"', ['a', 'b']],
    ['a', ['a']],
  ] as const) {
    it(JSON.stringify(header), () => {
      expect(entityTagsOf(header)).to.deep.equal(tags);
    });
  }
});
