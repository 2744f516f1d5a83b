import { expect } from 'chai';
import type { AtomBody } from '../deck-document.ts';
import { renderAtom } from './render-atom.ts';
import type { RenderedItem } from './rendered-atom.ts';

const media = (name: string) =>
  name === 'a.png' || name === 'höhe.mp3' ? `media/${name.at(0)}1` : undefined;
const backOf = (item: RenderedItem | undefined) => (item && 'back' in item ? item.back : undefined);
const atom = (body: AtomBody, language?: string) =>
  renderAtom({ body, deckPath: [], language }, undefined, media);

describe('other atoms', () => {
  it('flashcard, text, image and sound are made safe', () => {
    expect(
      atom({ type: 'flashcard', front: '<b onclick=x>a</b>', back: '\\(x\\)' }).prompts[0]?.item
        .front,
    ).to.equal('<b>a</b>');
    expect(atom({ type: 'text', html: 'x<script>1</script>' }).prompts[0]?.item).to.deep.equal({
      kind: 'info',
      front: 'x',
    });
    const image = atom({ type: 'image', media: 'a.png', alt: '"A"', caption: '<i>c</i>' });
    expect(image.prompts[0]?.item.front).to.equal(
      '<figure><img src="media/a1" alt="&quot;A&quot;" /><figcaption><i>c</i></figcaption></figure>',
    );
    expect(atom({ type: 'audio', media: 'nope.mp3' }).problems).to.deep.equal([
      'media file not found: nope.mp3',
    ]);
  });

  it('a cloze atom has one prompt per number', () => {
    const { prompts, plainText } = atom({
      type: 'cloze',
      text: '{{c1::a}} {{c3::b::hint}}',
      extra: 'e',
    });
    expect(prompts.map(({ ord, name }) => [ord, name])).to.deep.equal([
      [0, 'Cloze 1'],
      [2, 'Cloze 3'],
    ]);
    expect(prompts[1]?.item.front).to.contain('>[hint]<');
    expect(backOf(prompts[1]?.item)).to.match(/b<\/span><hr \/>e$/);
    expect(plainText).to.equal('a b\ne');
  });

  it('typed answers and choices keep what counts as right', () => {
    expect(
      atom({ type: 'typed_answer', question: 'q', answers: ['<a>', 'b'] }).prompts[0]?.item,
    ).to.deep.equal({
      kind: 'typed',
      front: 'q',
      back: '<p class="typed-answer">&lt;a&gt;</p>',
      accepted: ['<a>', 'b'],
    });
    const options = [
      { id: '1', html: '<b>x</b>', correct: true },
      { id: '2', html: 'y', correct: false, feedback: 'no' },
    ];
    expect(
      atom({ type: 'choice', question: 'q', options, multiple: false }).prompts[0]?.item,
    ).to.deep.equal({
      kind: 'choice',
      front: 'q',
      options,
      multiple: false,
    });
  });

  it("an atom's language gives its direction", () => {
    const directionIn = (language: string) =>
      atom({ type: 'text', html: 'x' }, language).prompts[0]?.item.direction;
    expect(['ar-EG', 'he', 'en', 'az-Arab', 'ku-Latn'].map(directionIn)).to.deep.equal([
      'rtl',
      'rtl',
      'ltr',
      'rtl',
      'ltr',
    ]);
  });

  it('a note without its note type is a problem', () => {
    expect(atom({ type: 'note', noteType: 'gone', fields: [] }).problems).to.deep.equal([
      'there is no note type "gone"',
    ]);
  });
});
