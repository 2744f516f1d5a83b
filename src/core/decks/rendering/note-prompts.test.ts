import { expect } from 'chai';
import type { NoteTypeDocument } from '../deck-document.ts';
import { renderAtom } from './render-atom.ts';
import type { RenderedAtom, RenderedItem } from './rendered-atom.ts';

const media = (name: string) =>
  name === 'a.png' || name === 'höhe.mp3' ? `media/${name.at(0)}1` : undefined;

function noteType(
  front: string,
  back: string,
  overrides: Partial<NoteTypeDocument> = {},
): NoteTypeDocument {
  return {
    key: 'k',
    name: 'N',
    kind: 'standard',
    fields: ['F', 'G'],
    templates: [{ name: 'Card 1', front, back }],
    ...overrides,
  };
}

function render(
  front: string,
  fields: string[],
  overrides: Partial<NoteTypeDocument> = {},
  back = 'b',
): RenderedAtom {
  return renderAtom(
    { body: { type: 'note', noteType: 'k', fields }, deckPath: ['A', 'B'], tags: ['t1', 't2'] },
    noteType(front, back, overrides),
    media,
  );
}

const frontOf = (front: string, ...fields: string[]) =>
  render(front, fields).prompts[0]?.item.front;
const backOf = (item: RenderedItem | undefined) => (item && 'back' in item ? item.back : undefined);

describe('Anki templates', () => {
  const cases: [title: string, front: string, fields: string[], html: string][] = [
    ['a field', '{{F}}!', ['x'], 'x!'],
    ['white space in a tag', '{{ F }}', ['x'], 'x'],
    ['three braces', '{{{F}}}', ['x'], 'x'],
    ['legacy delimiters', '{{=<% %>=}}<%F%> {{G}}', ['x', 'y'], 'x {{G}}'],
    ['a section shown when set', '{{F}}{{#G}}<b>{{G}}</b>{{/G}}', ['x', 'y'], 'x<b>y</b>'],
    ['a section hidden when empty', '{{F}}{{#G}}<b>{{G}}</b>{{/G}}', ['x', '<br>'], 'x'],
    ['an inverted section', '{{F}}{{^G}}none{{/G}}', ['x', ''], 'xnone'],
    ['nested sections', '{{F}}{{#F}}{{#G}}{{G}}{{/G}}{{/F}}', ['x', 'y'], 'xy'],
    ['a section on a special field', '{{F}}{{#Tags}}({{Tags}}){{/Tags}}', ['x'], 'x(t1 t2)'],
    [
      'special fields',
      '{{F}}|{{Type}}|{{Deck}}|{{Subdeck}}|{{Card}}|{{CardFlag}}',
      ['x'],
      'x|N|A::B|B|Card 1|',
    ],
    ['comments are skipped', '<!-- {{Nope}} -->{{F}}', ['x'], 'x'],
    ['text:', '{{text:F}}', ['<b>a</b> &lt; b'], 'a &lt; b'],
    [
      'furigana:',
      '{{furigana:F}}',
      [' 日本語[にほんご] を'],
      '<ruby>日本語<rt>にほんご</rt></ruby> を',
    ],
    ['kanji:', '{{kanji:F}}', ['この 文[ぶん]'], 'この文'],
    ['kana:', '{{kana:F}}', ['この 文[ぶん]'], 'このぶん'],
    [
      'hint:',
      '{{F}}{{hint:G}}',
      ['x', 'y'],
      'x<details class="hint"><summary>G</summary>y</details>',
    ],
    ['an empty hint', '{{F}}{{hint:G}}', ['x', ''], 'x'],
    ['tts', '{{tts ja_JP voices=x:F}}', ['x'], '<span class="tts" lang="ja-JP">x</span>'],
    ['filters of add-ons are passed over', '{{edit:cool:F}}', ['x'], 'x'],
    [
      'filters work from right to left',
      '{{hint:text:F}}',
      ['<b>x</b>'],
      '<details class="hint"><summary>F</summary>x</details>',
    ],
    [
      'a field within a tag',
      '<a href="{{F}}">go</a>',
      ['https://a.b/?c=1&d=2'],
      '<a href="https://a.b/?c=1&amp;d=2" rel="noopener noreferrer" target="_blank">go</a>',
    ],
    [
      'a field that breaks out of a tag',
      '<a title="{{F}}">go</a>',
      ['" onclick="alert(1)'],
      '<a rel="noopener noreferrer" target="_blank">go</a>',
    ],
    ['an image', '{{F}}', ['<img src="a.png">'], '<img src="media/a1" alt="" />'],
    ['an image named by a field', '<img src="{{F}}">', ['a.png'], '<img src="media/a1" alt="" />'],
    [
      'a sound',
      '{{F}}',
      ['[sound:höhe.mp3]'],
      '<audio controls preload="none" src="media/h1"></audio>',
    ],
    [
      'a sound named by a field',
      '[sound:{{F}}]',
      ['höhe.mp3'],
      '<audio controls preload="none" src="media/h1"></audio>',
    ],
    [
      'percent-encoded names',
      '{{F}}',
      ['<audio src="h%C3%B6he.mp3"></audio>'],
      '<audio src="media/h1" controls preload="none"></audio>',
    ],
    [
      'script, style and handlers',
      '{{F}}<script>{{G}}</script>',
      ['<b onclick="x()">x</b><style>b{}</style>', 'y'],
      '<b>x</b>',
    ],
    [
      'javascript: links',
      '{{F}}',
      ['<a href="java&#10;script:alert(1)">x</a>'],
      '<a rel="noopener noreferrer" target="_blank">x</a>',
    ],
    ['SVG', '{{F}}', ['<svg onload=alert(1)><script>1</script></svg>x'], 'x'],
    ['ids', '{{F}}<hr id=answer>', ['x'], 'x<hr class="id-answer" />'],
  ];
  for (const [title, front, fields, html] of cases) {
    it(`${title}: ${front}`, () => expect(frontOf(front, ...fields)).to.equal(html));
  }

  it('{{FrontSide}} is the front, also after a typed answer', () => {
    const [prompt] = render(
      '{{F}} {{type:G}}',
      ['q', 'A <i>b</i>'],
      {},
      '{{FrontSide}}<hr>{{type:G}}',
    ).prompts;
    expect(prompt?.item).to.include({ kind: 'typed', front: 'q' });
    expect(backOf(prompt?.item)).to.equal('q <hr><span class="typed-answer">A b</span>');
    expect(prompt?.item).to.have.deep.property('accepted', ['A b']);
  });

  it('type:nc and type:cloze ask for text as well', () => {
    const nc = render('{{F}}{{type:nc:G}}', ['q', 'é']).prompts[0]?.item;
    expect(nc).to.have.deep.property('accepted', ['é']);
    const cloze = render('{{cloze:F}}{{type:cloze:F}}', ['{{c1::a}} {{c2::b}} {{c1::c::h}}'], {
      kind: 'cloze',
    });
    expect(cloze.prompts.map(({ item }) => 'accepted' in item && item.accepted)).to.deep.equal([
      ['a, c'],
      ['b'],
    ]);
  });

  it('an unknown field is a problem that names the field, template and note type', () => {
    const { problems, prompts } = render('{{F}} {{Nope}}', ['x']);
    expect(problems).to.deep.equal(['note type "N", front of "Card 1": there is no field "Nope"']);
    expect(prompts).to.have.length(1);
  });

  for (const [front, problem] of [
    ['{{F}}{{#G}}', 'never closed'],
    ['{{F}}{{/G}}', 'closes nothing'],
    ['{{F}}{{G', 'without'],
  ] as const) {
    it(`${front} is a problem, and the rest is shown`, () => {
      const { problems, prompts } = render(front, ['x', 'y']);
      expect(problems.join()).to.contain(problem);
      expect(prompts[0]?.item.front).to.match(/^x/);
    });
  }

  it('a card exists where its front uses a field with content', () => {
    const templates = [
      '{{F}}',
      '{{G}}',
      'text',
      '{{#G}}{{F}}{{/G}}',
      '{{^G}}{{F}}{{/G}}',
      '{{Tags}}',
    ];
    const made = render('', ['x', '<div><br></div>'], {
      templates: templates.map((front) => ({ name: front, front, back: '' })),
    });
    expect(made.prompts.map(({ ord }) => ord)).to.deep.equal([0, 4]);
  });

  it('a note without cards says so', () => {
    expect(render('{{F}}', ['', 'y']).problems).to.deep.equal([
      'every field of the front is empty',
    ]);
  });

  it('missing and remote media are problems, and leave their text', () => {
    const { problems, prompts } = render('{{F}}', [
      '<img src="b.png" alt="B"><img src="https://x.y/z.png">',
    ]);
    expect(prompts[0]?.item.front).to.equal(
      '<span class="missing-media">[B]</span><span class="missing-media">[z.png]</span>',
    );
    expect(problems).to.deep.equal([
      'media file not found: b.png',
      'media outside the file is not shown: https://x.y/z.png',
    ]);
  });

  it('the same note type serves other media without mixing them up', () => {
    const type = noteType('<img src="a.png">{{F}}', 'b');
    const source = { body: { type: 'note' as const, noteType: 'k', fields: ['x'] }, deckPath: [] };
    const fronts = ['media/one', 'media/two'].map(
      (found) => renderAtom(source, type, () => found).prompts[0]?.item.front,
    );
    expect(fronts).to.deep.equal([
      '<img src="media/one" alt="" />x',
      '<img src="media/two" alt="" />x',
    ]);
  });

  it('title and text for searching come without markup', () => {
    const { title, plainText } = render('{{F}}', [
      '<b>Zürich</b>[sound:x.mp3]',
      'a<br>b &amp; {{c1::c}}',
    ]);
    expect(title).to.equal('Zürich');
    expect(plainText).to.equal('Zürich\na b & c');
  });
});

describe('hostile fields', () => {
  const hostile = [
    '{{c1::',
    '}}',
    '{{c1::a}}',
    '::',
    '<div>',
    '<b',
    '[sound:',
    '\\(',
    '日[',
    '&amp',
    '<',
    '<a href="',
    '<!--',
  ];
  for (const piece of hostile) {
    // Were it read in quadratic time, it would take minutes.
    it(`a megabyte of ${piece} is rendered in linear time`, () => {
      const field = piece.repeat(Math.ceil(1_000_000 / piece.length));
      const overrides = { kind: 'cloze' as const };
      render('{{cloze:F}}{{furigana:G}}', [field, field], overrides, '{{hint:kana:F}}{{text:G}}');
    }).timeout(60_000);
  }

  it('hundreds of cards of a huge text stop at a limit', () => {
    const field = Array.from({ length: 400 }, (_, n) => `{{c${n + 1}::${'x'.repeat(2000)}}}`).join(
      '',
    );
    const { prompts, problems } = render('{{cloze:F}}', [field], { kind: 'cloze' }, '{{cloze:F}}');
    expect(prompts.length).to.be.within(5, 20);
    expect(problems.join()).to.contain('too large');
  });
});
