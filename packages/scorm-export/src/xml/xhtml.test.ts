import { expect } from 'chai';
import fc from 'fast-check';
import { XmlDocument } from 'libxml2-wasm';
import { xhtml } from './xhtml.ts';

describe('HTML as XML', () => {
  const cases = [
    ['<p>a<br>b', '<p>a<br/>b</p>'],
    ['<ul><li>a<li>b</ul>', '<ul><li>a</li><li>b</li></ul>'],
    ['<b><i>x</b></i>', '<b><i>x</i></b>'],
    ['a & b < c &lt; &nbsp; &unknown;', 'a &amp; b &lt; c &lt; \u00a0 &amp;unknown;'],
    ['<img src=media/a.png alt>', '<img src="../media/a.png" alt="alt"/>'],
    [`<a title='"' title="x" 1="y">z</a>`, '<a title="&quot;">z</a>'],
    ['<!-- x --><P CLASS="y">z</P>', '<p class="y">z</p>'],
    [
      '<math><mi>x</mi></math>',
      '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>',
    ],
    ['&#0;&#x41;', '&#x41;'],
  ] as const;
  for (const [html, xml] of cases) {
    it(`${html} is ${xml}`, () => {
      expect(xhtml(html, '../')).to.equal(xml);
    });
  }

  it('is well-formed, whatever the HTML', () => {
    const part = fc.constantFrom(
      ...['<p>', '</p>', '<li>', '<br>', '<img src="a', '"', "'", '<', '>', '&', '&#', ';', '1'],
      ...['<a b="c">', '</a>', '<!--', '-->', '</', '=', ' ', 'x', '&#xFFFF;', '\u0001', '\ud800'],
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        XmlDocument.fromString(`<x>${xhtml(parts.join(''))}</x>`).dispose();
      }),
      { numRuns: 500 },
    );
  });
});
