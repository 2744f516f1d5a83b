import { expect } from 'chai';
import { linksOf } from './link-header.ts';

const BASE = 'https://lms.example/api/items?type_id=2';

describe('Link headers', () => {
  const read = (header: string | null, style: 'rfc8288' | 'loose' = 'rfc8288') =>
    Object.fromEntries(linksOf(header, BASE, style));

  const strict: [name: string, header: string | null, links: Record<string, string>][] = [
    ['none', null, {}],
    ['one', '<https://a.example/?p=2>; rel="next"', { next: 'https://a.example/?p=2' }],
    ['without quotes', '<https://a.example/>;rel=next', { next: 'https://a.example/' }],
    [
      'several',
      '<https://a.example/1>; rel="prev", <https://a.example/2?a=1,2;b>; title="x, y; z"; rel="next"',
      { prev: 'https://a.example/1', next: 'https://a.example/2?a=1,2;b' },
    ],
    [
      'two relations in one',
      '<https://a.example/>; rel="next differences"',
      { next: 'https://a.example/', differences: 'https://a.example/' },
    ],
    ['relative', '</p2>; rel=NEXT', { next: 'https://lms.example/p2' }],
    ['the first of two', '</1>; rel=next, </2>; rel=next', { next: 'https://lms.example/1' }],
    ['no relation', '<https://a.example/>; title="next"', {}],
    ['no URL', '<http://[>; rel=next', {}],
    ['nonsense', 'next: 2', {}],
    [
      'curly quotes, which are not quotes',
      '</2?a=1&amp;b=2>; rel=“next”',
      {
        '“next”': 'https://lms.example/2?a=1&amp;b=2',
      },
    ],
  ];
  for (const [name, header, links] of strict) {
    it(`RFC 8288 3: ${name}`, () => {
      expect(read(header)).to.deep.equal(links);
    });
  }

  for (const [name, quotes] of [
    ['as text', ['“', '”']],
    ['as fetch decodes the bytes', ['â\u0080\u009c', 'â\u0080\u009d']],
    ['as entities', ['&quot;', '&quot;']],
    ['straight', ['"', '"']],
  ] as const) {
    it(`Moodle's quotes and entities: ${name}`, () => {
      const header = `<https://m.example/items?page=1&amp;type_id=2>; rel=${quotes[0]}next${quotes[1]}`;
      expect(read(header, 'loose')).to.deep.equal({
        next: 'https://m.example/items?page=1&type_id=2',
      });
    });
  }

  // Were it read in quadratic time, it would take minutes.
  it('a long header is read in linear time', () => {
    expect(read(`<a>${'; a="'.repeat(200_000)}`, 'loose')).to.deep.equal({});
    expect(read('<'.repeat(1_000_000))).to.deep.equal({});
  });
});
