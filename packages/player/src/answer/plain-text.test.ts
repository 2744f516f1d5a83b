import { expect } from 'chai';
import { plainText } from './plain-text.ts';

describe('plain text of a question', () => {
  const cases = [
    ['<p>What is the capital of <b>France</b>?</p>', 'What is the capital of France ?'],
    ['<p>Whose flag?</p><img src="media/a.svg" alt="Three bands">', 'Whose flag? Three bands'],
    ['a &lt; b &amp;amp; c&#33;&#x21;&nbsp;&unknown;', 'a < b &amp; c!! &unknown;'],
    ['<math><mi>x</mi></math>', 'x'],
    ['', ''],
  ] as const;
  for (const [html, text] of cases) {
    it(`${html} is "${text}"`, () => {
      expect(plainText(html)).to.equal(text);
    });
  }
});
