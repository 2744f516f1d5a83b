import { expect } from 'chai';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { ImportRefusedError } from '../../../platform/files/import-refused-error.ts';
import { refusalOf, testReading } from '../test-reading.ts';
import { attributeOf, childOf, lineOf } from './xml-element.ts';
import { MAX_XML_BYTES, readXml } from './xml-tree.ts';

const read = (content: string | Buffer) => {
  const { warn, warnings } = testReading();
  return { root: readXml('x.xml', Buffer.from(content), warn), warnings };
};

describe('XML of a package', () => {
  it('is read with namespaces, CDATA, references and lines', () => {
    const { root } = read(
      '<?xml version="1.0"?>\n<a xmlns="urn:a" xmlns:p="urn:p" p:Kind=" x ">\n<p:b>1 &amp; <![CDATA[<2>]]>&#x20AC;</p:b></a>',
    );
    expect([root.uri, root.name, attributeOf(root, 'kind')]).deep.equal(['urn:a', 'a', 'x']);
    const b = childOf(root, 'B');
    expect([b?.uri, b?.line, lineOf(b)]).deep.equal(['urn:p', 3, '1 & <2>€']);
  });

  it('prefers an attribute without prefix to one with', () => {
    for (const attributes of ['base="own" p:base="other"', 'p:base="other" base="own"']) {
      const { root } = read(`<a xmlns:p="urn:p" ${attributes}/>`);
      expect(attributeOf(root, 'base')).equal('own');
    }
  });

  it('keeps names that mean something to JavaScript apart from objects', () => {
    const { root } = read('<a __proto__="1" constructor="2"><__proto__>3</__proto__></a>');
    expect(attributeOf(root, '__proto__')).equal('1');
    expect(lineOf(childOf(root, '__proto__'))).equal('3');
    expect(Object.getPrototypeOf(root)).equal(Object.prototype);
  });

  it('warns about a prefix that nobody declared, and reads on', () => {
    const { root, warnings } = read('<a><adlcp:b adlcp:c="1"/></a>');
    expect(attributeOf(childOf(root, 'b'), 'c')).equal('1');
    expect(warnings[0]?.reason).match(/prefix is not declared/);
  });

  const text = '<a t="Übung">Übung №</a>';
  const encodings: [title: string, content: Buffer][] = [
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', iconv.encode(text, 'utf8', { addBOM: true })],
    ['UTF-16 with a mark', iconv.encode(text, 'utf-16le', { addBOM: true })],
    ['UTF-16 without one', iconv.encode(text, 'utf-16be')],
    [
      'a declared encoding',
      iconv.encode(
        `<?xml version="1.0" encoding="windows-1251"?>${text.replaceAll('Ü', 'Ж')}`,
        'win1251',
      ),
    ],
  ];
  for (const [title, content] of encodings) {
    it(`is read in ${title}`, () => {
      expect(read(content).root.text).match(/^[ÜЖ]bung №$/);
    });
  }

  const laughs = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>';
  const refused: [title: string, code: string, content: string | Buffer][] = [
    ['a document type', 'document_type', '<!DOCTYPE manifest SYSTEM "x.dtd"><manifest/>'],
    ['entities that multiply', 'document_type', laughs],
    [
      'an entity that reads a file',
      'document_type',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    ],
    ['an entity that nobody declared', 'malformed_xml', '<a>&nbsp;</a>'],
    ['deep nesting', 'too_deep', '<a>'.repeat(101) + '</a>'.repeat(101)],
    ['nesting without an end', 'too_deep', '<a>'.repeat(1_000_000)],
    ['more elements than anyone needs', 'too_large', `<a>${'<b/>'.repeat(200_001)}</a>`],
    [
      'more attributes than anyone needs',
      'too_large',
      `<a ${Array.from({ length: 101 }, (_, n) => `b${n}=""`).join(' ')}/>`,
    ],
    ['too many bytes', 'too_large', Buffer.alloc(MAX_XML_BYTES + 1, ' ')],
    ['an element that is not closed', 'malformed_xml', '<a><b></a>'],
    ['half a file', 'malformed_xml', '<a><b>text'],
    ['two roots', 'malformed_xml', '<a/><b/>'],
    ['the same attribute twice', 'malformed_xml', '<a b="1" b="2"/>'],
    ['a control character', 'malformed_xml', '<a>\u0001</a>'],
    ['nothing', 'malformed_xml', ''],
    ['a page of HTML', 'malformed_xml', '<!doctype html><p>x'],
    ['bytes of another encoding', 'malformed_xml', Buffer.from('<a>\xdc</a>', 'latin1')],
    ['an encoding of its own', 'malformed_xml', '<?xml version="1.0" encoding="utf-7"?><a/>'],
  ];
  for (const [title, code, content] of refused) {
    it(`is refused for ${title} -> ${code}`, () => {
      expect(refusalOf(() => read(content)).code).equal(code);
    });
  }

  it('is read or refused, whatever byte of it changes', () => {
    const original = Buffer.from('<?xml version="1.0"?><a xmlns:p="u"><p:b c="d">&lt;e</p:b></a>');
    const change = fc.record({
      at: fc.nat({ max: original.length - 1 }),
      to: fc.nat({ max: 255 }),
    });
    fc.assert(
      fc.property(change, ({ at, to }) => {
        const bytes = Buffer.from(original);
        bytes[at] = to;
        try {
          read(bytes);
        } catch (error) {
          expect(error).instanceOf(ImportRefusedError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
