import { expect } from 'chai';
import { childOf, parseXml, textOf, XmlError, xmlOf } from './xml-tree.ts';

describe('XML that anybody may have written', () => {
  it('is read with its namespaces, whatever the prefixes', () => {
    const root = parseXml(
      '<a:r xmlns:a="urn:x" A="1" a:B="2"><c xmlns="urn:y"> t&amp;<![CDATA[<u>]]> </c></a:r>',
    );
    expect([root.name, root.namespace, [...root.attributes]]).to.eql(['r', 'urn:x', [['A', '1']]]);
    expect(textOf(childOf(root, 'urn:y', 'c'))).to.equal('t&<u>');
    expect(childOf(root, 'urn:x', 'c')).to.equal(undefined);
  });

  it('is written again with the same names and content', () => {
    const root = parseXml('<a:r xmlns:a="urn:x" A="&quot;1"><a:c>&lt;t</a:c></a:r>');
    expect(parseXml(xmlOf(root))).to.deep.equal(root);
  });

  const refused: Record<string, string> = {
    'a DOCTYPE': '<!DOCTYPE r><r/>',
    'an entity': '<!DOCTYPE r [<!ENTITY e "x">]><r>&e;</r>',
    'an unknown entity': '<r>&e;</r>',
    'a comment': '<r><!-- c --></r>',
    'a processing instruction': '<r><?p i?></r>',
    'an unknown prefix': '<x:r/>',
    'no end': '<r>',
    'two roots': '<r/><r/>',
    'text around it': 'x<r/>',
    'the same attribute twice': '<r a="1" a="2"/>',
    'no elements': '',
    'too many elements': `<r>${'<x/>'.repeat(3_000)}</r>`,
    'too deep elements': `${'<x>'.repeat(41)}${'</x>'.repeat(41)}`,
  };
  for (const [name, xml] of Object.entries(refused)) {
    it(`is refused with ${name}`, () => {
      expect(() => parseXml(xml)).to.throw(XmlError);
    });
  }
});
