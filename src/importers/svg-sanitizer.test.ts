import { expect } from 'chai';
import { sanitizeSvg } from './svg-sanitizer.ts';

const NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';

describe('sanitizeSvg', () => {
  const svg = (inside: string, attributes = '') => `<svg ${NS}${attributes}>${inside}</svg>`;

  it('keeps a drawing as it is', () => {
    const drawing = svg(
      '<defs><linearGradient id="g"><stop offset="0" stop-color="red"></stop></linearGradient></defs>' +
        '<style>.a &gt; b { fill: url(#g) }</style>' +
        '<path class="a" d="M0 0L1 1" fill="url(#g)" style="stroke: blue"></path>' +
        '<use xlink:href="#g"></use><text xml:space="preserve">a &amp; &lt;b&gt;</text>' +
        '<image href="data:image/png;base64,iVBORw0="></image>',
      ' viewBox="0 0 1 1"',
    );
    expect(sanitizeSvg(drawing)).equal(drawing);
    expect(sanitizeSvg(sanitizeSvg(drawing))).equal(drawing);
  });

  it('drops prologue, document type, comments and foreign namespaces', () => {
    const text = `<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "u">
      <s:svg xmlns:s="http://www.w3.org/2000/svg" xmlns:i="urn:i" i:x="1"><!-- c --><i:y>z</i:y><s:g/></s:svg>`;
    expect(sanitizeSvg(text)).equal(svg('<g></g>'));
  });

  const dropped: [title: string, inside: string, left: string][] = [
    ['script', '<script>alert(1)</script>', ''],
    [
      'script in another case or prefix',
      '<SCRIPT>1</SCRIPT><x:script xmlns:x="http://www.w3.org/2000/svg"/>',
      '',
    ],
    [
      'foreign content',
      '<foreignObject><b xmlns="http://www.w3.org/1999/xhtml">x</b></foreignObject>',
      '',
    ],
    ['event handlers', '<g onload="alert(1)" onClick="x"/>', '<g></g>'],
    ['links', '<a href="javascript:alert(1)">x</a>', '<a>x</a>'],
    ['disguised links', '<a xlink:href="&#106;avascript:1" target="_top">x</a>', '<a>x</a>'],
    ['outside pictures', '<image href="https://evil.example/x.png"/>', '<image></image>'],
    ['SVG in a data URL', '<image href="data:image/svg+xml;base64,AA=="/>', '<image></image>'],
    ['outside uses', '<use href="//evil.example/x.svg#a"/>', '<use></use>'],
    ['animation', '<a><set attributeName="href" to="javascript:1"/></a>', '<a></a>'],
    ['outside paint', '<g fill="url(https://evil.example/#x)"/>', '<g></g>'],
    ['imported styles', '<style>@import "https://evil.example";</style>', '<style></style>'],
    ['escaped styles', '<style>a{b:u\\72l(https://evil.example)}</style>', '<style></style>'],
    ['styles in CDATA', '<style><![CDATA[a{b:url("//evil")}]]></style>', '<style></style>'],
    [
      'markup out of CDATA',
      '<text><![CDATA[<script>1</script>]]></text>',
      '<text>&lt;script&gt;1&lt;/script&gt;</text>',
    ],
    ['base', '<g xml:base="https://evil.example/"/>', '<g></g>'],
    ['a handler', '<handler xmlns="http://www.w3.org/2000/svg">1</handler>', ''],
  ];
  for (const [title, inside, left] of dropped) {
    it(`drops ${title}`, () => {
      expect(sanitizeSvg(svg(inside))).equal(svg(left));
    });
  }

  const refused: [title: string, text: string][] = [
    ['unclosed elements', `<svg ${NS}><g>`],
    ['another root', '<html/>'],
    ['svg outside its namespace', '<svg/>'],
    ['entities of its own', `<!DOCTYPE svg [<!ENTITY a "b">]><svg ${NS}>&a;</svg>`],
    ['deep nesting', svg('<g>'.repeat(300) + '</g>'.repeat(300))],
    ['text', 'x'],
  ];
  for (const [title, text] of refused) {
    it(`refuses ${title}`, () => {
      expect(() => sanitizeSvg(text))
        .throw()
        .include({ code: 'invalid_svg' });
    });
  }
});
