import { expect } from 'chai';
import { resolveHref, withParameters } from './launch-target.ts';
import { packageFiles } from './package-files.ts';
import { refusalOf } from './test-reading.ts';

const files = packageFiles([
  'index.html',
  'My Course/Page 1.html',
  '100%.html',
  'a%20b.html',
  'ü/ö.html',
  'sub/a.html',
]);

describe('an href of a package', () => {
  const found: [href: string, base: string, path: string, suffix: string][] = [
    ['index.html', '', 'index.html', ''],
    ['./index.html', '', 'index.html', ''],
    ['/index.html', '', 'index.html', ''],
    ['INDEX.HTML', '', 'index.html', ''],
    ['index.html?a=1&b=c d#p"2', '', 'index.html', '?a=1&b=c%20d#p%222'],
    ['My%20Course/Page%201.html', '', 'My Course/Page 1.html', ''],
    ['My Course\\Page 1.html', '', 'My Course/Page 1.html', ''],
    ['100%.html', '', '100%.html', ''],
    ['100%25.html', '', '100%.html', ''],
    ['a%20b.html', '', 'a%20b.html', ''],
    ['u\u0308/%C3%B6.html', '', 'ü/ö.html', ''],
    ['a.html', 'sub/', 'sub/a.html', ''],
    ['../index.html', 'sub/', 'index.html', ''],
  ];
  for (const [href, base, path, suffix] of found) {
    it(`${href} below "${base}" is ${path}${suffix}`, () => {
      expect(resolveHref(files, href, base)).deep.equal({ type: 'file', target: { path, suffix } });
    });
  }

  it('may be missing', () => {
    expect(resolveHref(files, 'no%20page.html?x')).deep.equal({
      type: 'missing',
      path: 'no page.html',
    });
  });

  it('may lie on the web', () => {
    expect(resolveHref(files, 'https://example.com/a b')).deep.equal({
      type: 'url',
      url: 'https://example.com/a%20b',
    });
    expect(resolveHref(files, 'a.html', 'http://example.com/x/').type).equal('url');
  });

  const unsafe = [
    '../index.html',
    'sub/../../index.html',
    '%2e%2e/index.html',
    '..\\index.html',
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,<script>',
    'file:///etc/passwd',
    'C:\\course\\index.html',
    '//example.com/x',
    'ftp://example.com/x',
    'https://user:secret@example.com/',
    'blob:https://example.com/1',
    'http://',
  ];
  for (const href of unsafe) {
    it(`is refused as ${href}`, () => {
      expect(refusalOf(() => resolveHref(files, href)).code).equal('unsafe_href');
    });
  }
});

describe('parameters of an item', () => {
  const cases: [suffix: string, parameters: string, joined: string][] = [
    ['', '', ''],
    ['', '?a=1', '?a=1'],
    ['', '&a=1', '?a=1'],
    ['', 'a=1', '?a=1'],
    ['', '?&?a=1', '?a=1'],
    ['?x=0', '?a=1', '?x=0&a=1'],
    ['?x=0#p', 'a=1', '?x=0&a=1#p'],
    ['', '#p', '#p'],
    ['?x=0', '#p', '?x=0#p'],
    ['#q', '#p', '#q'],
    ['', '?a="><script>', '?a=%22%3E%3Cscript%3E'],
    ['', 'javascript:alert(1)', '?javascript:alert(1)'],
    ['', '//example.com/', '?//example.com/'],
  ];
  for (const [suffix, parameters, joined] of cases) {
    it(`"${parameters}" behind "${suffix}" make "${joined}"`, () => {
      expect(withParameters({ path: 'a.html', suffix }, parameters)).deep.equal({
        path: 'a.html',
        suffix: joined,
      });
    });
  }
});
