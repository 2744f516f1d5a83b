import { expect } from 'chai';
import { pageContent } from './page-content.ts';
import { pageQuestions } from './page-questions.ts';

const LONG = 'Keep the pace of the group in front of you, and let faster players through.';
const read = (html: string, pictures: Record<string, string> = {}) =>
  pageContent(html, (src) => pictures[src]);

describe('a page of a course', () => {
  it('is its text, without what runs, asks for input or moves about', () => {
    const { text, questions } = read(
      `<!doctype html><html><head><title>Golf</title><style>p {}</style><script>alert(1)</script></head>
      <body onload="x()"><nav>Home</nav><h1>Pace</h1><p class="a" onclick="x()">${LONG} <a href="javascript:x()">More</a></p>
      <form><input value="x"><button>Go</button></form><iframe src="https://example.com/"></iframe><noscript>No</noscript></body></html>`,
    );
    expect(text?.replaceAll(/\s+/g, ' ')).equal(`<h1>Pace</h1><p>${LONG} More</p>`);
    expect(questions).deep.equal([]);
  });

  it('has questions in definition lists and in summaries', () => {
    const { text, questions } = read(
      `<dl><dt>What is <b>par</b>?</dt><dd>Expected strokes</dd><dt>Empty?</dt><dd> </dd></dl>
      <details class="x"><summary>What is a birdie?</summary><p>One under par</p></details><p>${LONG}</p>`,
    );
    expect(questions).deep.equal([
      { front: 'What is <b>par</b>?', back: 'Expected strokes' },
      { front: 'What is a birdie?', back: '<p>One under par</p>' },
    ]);
    expect(text).equal(`Empty?\n<p>${LONG}</p>`);
  });

  it('shows the pictures that are in the package, and no others', () => {
    const { text } = read(
      `<p>${LONG}<img src="a.png" alt="A" onerror="x()"><img src="https://example.com/b.png"><img></p>`,
      { 'a.png': 'sub/a.png' },
    );
    expect(text).equal(`<p>${LONG}<img src="sub/a.png" alt="A" /></p>`);
  });

  it('without text is nothing', () => {
    expect(read('<body><div id="app"></div><script src="app.js"></script></body>')).deep.equal({
      text: undefined,
      questions: [],
    });
  });

  for (const piece of ['<dt>', '<details><summary>', '<dt>a</dt>', '<dt>a</dt><dd>', '<', '\n ']) {
    // Were the end of each searched for anew, it would take minutes.
    it(`of ${JSON.stringify(piece)} alone is read in linear time`, () => {
      expect(read(piece.repeat(200_000 / piece.length)).questions).deep.equal([]);
      expect(pageQuestions(piece.repeat(3_000_000 / piece.length)).questions).deep.equal([]);
    });
  }
});
