import { expect } from 'chai';
import { type Filter as PeerFilter, parse } from 'scim2-parse-filter';
import { pathText } from '../schemas/attribute-path.ts';
import type { Filter } from './filter.ts';
import { parseFilter } from './parse-filter.ts';
import { randomFilters } from './testing/random-filter.ts';

/** A tree of either parser, in one shape: chains of one operator are flat. */
type Shape = readonly [string, ...unknown[]];

function shapeOf(filter: Filter): Shape {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return flat(filter.kind, filter.filters.map(shapeOf));
    case 'not':
      return ['not', shapeOf(filter.filter)];
    case 'present':
      return ['pr', pathText(filter.path)];
    case 'compare':
      return [filter.operator, pathText(filter.path), filter.value];
    case 'valuePath':
      return ['[]', pathText(filter.path), shapeOf(filter.filter)];
  }
}

function peerShapeOf(filter: PeerFilter): Shape {
  switch (filter.op) {
    case 'and':
    case 'or':
      return flat(filter.op, filter.filters.map(peerShapeOf));
    case 'not':
      return ['not', peerShapeOf(filter.filter)];
    case 'pr':
      return ['pr', filter.attrPath];
    case '[]':
      return ['[]', filter.attrPath, peerShapeOf(filter.valFilter)];
    default:
      return [filter.op, filter.attrPath, filter.compValue];
  }
}

function flat(operator: string, shapes: readonly Shape[]): Shape {
  const parts = shapes.flatMap((shape): readonly unknown[] =>
    shape[0] === operator ? shape.slice(1) : [shape],
  );
  return [operator, ...parts];
}

/**
 * What scim2-parse-filter 0.2.10 gets wrong: every escape but `\"`, constants in upper case, signs
 * of numbers, and `[...].sub`, which it no longer ties to the element.
 */
function isBeyondPeer(text: string): boolean {
  const strings = text.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  const outside = text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  return (
    strings.some((one) => /\\[^"]/.test(one)) ||
    /\]\.| -\d|\de[+-]/.test(outside) ||
    /\b(?:True|TRUE|False|FALSE|NULL)\b/.test(outside)
  );
}

describe('scim2-parse-filter, where it is right', () => {
  it('reads the same from random filters', () => {
    const filters = randomFilters(3000).filter(({ text }) => !isBeyondPeer(text));
    expect(filters.length).to.be.greaterThan(800);
    for (const { text } of filters) {
      expect(shapeOf(parseFilter(text, 'generic')), text).to.deep.equal(peerShapeOf(parse(text)));
    }
  });

  it('RFC 7644 3.4.2.2: reads the same from the examples', () => {
    const examples = [
      'userName eq "bjensen"',
      `name.familyName co "O'Malley"`,
      'userName sw "J"',
      'urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J"',
      'title pr',
      'meta.lastModified gt "2011-05-13T04:42:34Z"',
      'title pr and userType eq "Employee"',
      'title pr or userType eq "Intern"',
      'schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"',
      'userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")',
      'userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")',
      'userType eq "Employee" and (emails.type eq "work")',
      'userType eq "Employee" and emails[type eq "work" and value co "@example.com"]',
      'emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]',
    ];
    for (const text of examples) {
      expect(shapeOf(parseFilter(text, 'generic')), text).to.deep.equal(peerShapeOf(parse(text)));
    }
  });

  it('what it gets wrong is read here', () => {
    for (const text of [
      'a eq "x\\\\"',
      'members.$ref pr',
      'a eq True',
      'a eq NULL',
      'a eq -1 or b pr',
    ]) {
      expect(() => parse(text), text).to.throw();
      expect(parseFilter(text, 'generic')).to.have.property('kind');
    }
    for (const text of ['a[b[c pr]]', 'a..b pr', 'a.b.c pr', 'a: pr', 'a%00b pr', '__proto__ pr']) {
      expect(parse(text), text).to.have.property('op');
      expect(() => parseFilter(text, 'generic'), text).to.throw('at character');
    }
    expect(parse('a eq "\\u00e9"')).to.deep.include({ compValue: '\\u00e9' });
    const deep = `${'('.repeat(5000)}a pr${')'.repeat(5000)}`;
    expect(() => parse(deep)).to.throw(RangeError);
  });
});
