import { expect } from 'chai';
import { sampleDeck } from '../test/sample-deck.ts';
import { mediaReferences } from './media-references.ts';
import { PackageError } from './package-error.ts';

function referencesOf(front: string, styles = ''): string[] {
  const items = [{ id: 'i', atomId: 'a', kind: 'info' as const, front }];
  return mediaReferences(sampleDeck({ items, styles }));
}

describe('media references', () => {
  const found: [string, string[]][] = [
    ['<img src="media/a.png">', ['a.png']],
    [`<img src='media/a.png'>`, ['a.png']],
    ['<img src=media/a.png>', ['a.png']],
    ['<IMG SRC = "./media/a.png#x">', ['a.png']],
    ['<video poster="media/p.jpg" src="media/v.mp4#t=5"></video>', ['p.jpg', 'v.mp4']],
    ['<img srcset="media/a.png 1x, media/b.png 2x">', ['a.png', 'b.png']],
    ['<i style="background:url(media/a.png)"></i>', ['a.png']],
    ['<i style="background:url(&quot;x&quot;)"></i>', []],
    ['<img src="https://example.org/media/a.png">', []],
    ['<img src="data:image/png;base64,media/">', []],
    ['<p>The media/press and "media/a.png"</p>', []],
    ['<img src="media/a.png"><img src="media/a.png">', ['a.png']],
  ];
  for (const [html, names] of found) {
    it(`finds ${names.join(', ') || 'nothing'} in ${html}`, () => {
      expect(referencesOf(html)).to.deep.equal(names);
    });
  }

  it('finds those of answers, options, feedback and styles', () => {
    const img = (name: string) => `<img src="media/${name}">`;
    const option = { id: 'o', html: img('c'), correct: true, feedback: img('d') };
    const items = [
      {
        id: 'i',
        atomId: 'a',
        kind: 'choice' as const,
        front: img('a'),
        back: img('b'),
        options: [option],
        multiple: true,
      },
    ];
    const styles = `@font-face { src: url('media/e') }`;
    expect(mediaReferences(sampleDeck({ items, styles }))).to.deep.equal(['a', 'b', 'c', 'd', 'e']);
  });

  const unsafe = [
    '../../etc/passwd',
    'a/b.png',
    '.hidden',
    'a..png',
    'a%2e.png',
    'é.png',
    '',
    'a\\b',
  ];
  for (const name of unsafe) {
    it(`refuses media/${name}`, () => {
      expect(() => referencesOf(`<img src="media/${name}">`))
        .to.throw(PackageError, `media/${name}: is not a safe name`)
        .with.property('code', 'unsafe-media-name');
    });
  }
});
