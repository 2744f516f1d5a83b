import { expect } from 'chai';
import { expandMarks } from './inline-markup.ts';

const expand = (html: string) => {
  const problems = new Set<string>();
  const media = (name: string) =>
    /^a&?b?\./.test(name) ? `media/1.${name.split('.').at(-1)}` : undefined;
  return { html: expandMarks(html, { media, problems }), problems: [...problems] };
};

describe('marks in fields', () => {
  for (const html of [
    '\\(x^2\\)',
    '\\[x^2\\]',
    '[$]x^2[/$]',
    '[$$]x^2[/$$]',
    '[latex]x^2[/latex]',
    '\\(x<b>^2</b>\\)',
    '\\(\\ce{H2O}\\)',
  ]) {
    it(`${html} becomes MathML`, () => {
      const { html: set, problems } = expand(`a ${html} b`);
      expect(set).to.match(/^a <span class="katex"><math .*<\/math><\/span> b$/s);
      expect(problems).to.deep.equal([]);
    });
  }

  for (const html of [
    '<code>\\(x\\)</code>',
    '<b title="\\(x\\)">y</b>',
    '<b>\\(x</b>\\)',
    '\\(x',
    '\\(\\)',
    'a \\ ( b',
  ]) {
    it(`${html} stays`, () => expect(expand(html)).to.deep.equal({ html, problems: [] }));
  }

  for (const tex of [
    '\\frac{1',
    '\\nope{x}',
    '\\href{javascript:alert(1)}{x}',
    '\\def\\a{\\a\\a}\\a',
    'x'.repeat(10_001),
  ]) {
    it(`a formula that cannot be set keeps its source: ${tex.slice(0, 40)}`, () => {
      const { html, problems } = expand(`\\(${tex}\\)`);
      expect(html).to.match(/^<code class="formula">/);
      expect(problems).to.have.length(1);
    });
  }

  it('[latex] with dollars is text and formulas', () => {
    expect(expand('[latex]area $x$ of[/latex]').html).to.match(
      /^area <span class="katex">.*<\/span> of$/s,
    );
  });

  it('[sound:] is a player of its kind, and names the missing file', () => {
    expect(expand('[sound:a&amp;b.mp3][sound:a.webm]').html).to.equal(
      '<audio controls preload="none" src="media/1.mp3"></audio><video controls preload="none" src="media/1.webm"></video>',
    );
    expect(expand('[sound:z.mp3]')).to.deep.equal({
      html: '<span class="missing-media">[z.mp3]</span>',
      problems: ['media file not found: z.mp3'],
    });
  });

  for (const piece of ['<b>\\(', '[sound:', '[latex]<i>', '\\(x\\)']) {
    // Were the end of each searched for anew, it would take minutes.
    it(`megabytes of ${piece} are expanded in linear time`, () => {
      const { html } = expand(`${piece.repeat(3_000_000 / piece.length)}\\)][/latex]`);
      expect(html).to.contain(piece);
    });
  }
});
