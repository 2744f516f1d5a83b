import { expect } from 'chai';
import { noteTypeClass } from '../note-type.ts';
import { parseCss } from './css-rules.ts';
import { noteTypeCss, scopeCss } from './scoped-css.ts';

describe('note type styles', () => {
  const cases: [title: string, css: string, scoped: string][] = [
    ['the card is the scope', '.card{text-align:left}', '.nt.card{text-align:left}'],
    ['elements are within it', '.card b, p > i{margin:0}', '.nt.card b,.nt p > i{margin:0}'],
    ['body and html are the card', 'html body{margin:0}', '.nt{margin:0}'],
    ['one card of several', '.card2 hr{margin:0}', '.nt.card2 hr{margin:0}'],
    [
      'night mode stays above',
      '.nightMode .card{color:red} .card.night_mode i{color:red}',
      '.nightMode .nt.card{color:red}\n.night_mode .nt.card i{color:red}',
    ],
    ['ids are classes', '#answer{margin:0}', '.nt .id-answer{margin:0}'],
    [
      'media queries',
      '@media (max-width:9em){p{margin:0}}',
      '@media (max-width:9em){.nt p{margin:0}}',
    ],
    [
      'imports, fonts and keyframes go',
      '@import "x";@font-face{src:url(x)}@keyframes a{to{top:0}}p{margin:0}',
      '.nt p{margin:0}',
    ],
    [
      'addresses go',
      'p{background:url(x);background:ur\\6c(x);--a:URL (x);margin:0}',
      '.nt p{margin:0}',
    ],
    ['behaviour goes', 'p{behavior:x;-moz-binding:x;width:expression(1)}', ''],
    ['fixed positions go', 'p{position:fixed;position:sticky;z-index:9}', ''],
    ['the card keeps its place', '.card{position:absolute;top:0;display:none}', ''],
    [
      "Anki's stock colours go",
      '.card{color:black;background-color:white;font-size:20px}',
      '.nt.card{font-size:20px}',
    ],
    ['chosen colours stay', '.card{color:#333}', '.nt.card{color:#333}'],
    ['a style element cannot be left', 'p{content:"</style><script>"} </style><b>{margin:0}', ''],
    [
      'a declaration with an open quote goes',
      'p{margin:0;quotes:"\na}q{margin:0}',
      '.nt p{margin:0}\n.nt q{margin:0}',
    ],
    ['comments', '/* p{} */p/**/{margin:/**/0}', '.nt p{margin:0}'],
  ];
  for (const [title, css, scoped] of cases) {
    it(title, () => expect(scopeCss(css, '.nt')).to.equal(scoped));
  }

  it('styles in templates are kept under the class of the cards', () => {
    const noteType = {
      key: 'k',
      name: 'N',
      kind: 'standard' as const,
      fields: ['F'],
      templates: [
        { name: 'C', front: '<style>b{margin:0}</style>{{F}}', back: '<style>b{margin:0}</style>' },
      ],
      css: 'i{margin:0}',
    };
    const scope = noteTypeClass(noteType);
    expect(noteTypeCss(noteType)).to.equal(`.${scope} i{margin:0}\n.${scope} b{margin:0}`);
    expect(noteTypeClass({ ...noteType, css: 'i{margin:1px}' })).not.to.equal(scope);
  });

  for (const piece of ['@media{', '/* ', 'a{', '"', '(', 'a:b;', ',']) {
    // Were they read in quadratic time, megabytes would take minutes.
    it(`a text of ${piece} alone is read in linear time`, () => {
      parseCss(`p{${piece.repeat(2_000_000 / piece.length)}`);
      expect(scopeCss(`p{${piece.repeat(190_000 / piece.length)}`, '.nt')).not.to.contain('@');
    });
  }
});
