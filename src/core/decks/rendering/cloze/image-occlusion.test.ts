import { expect } from 'chai';
import { parseClozes } from './cloze.ts';
import { occlusionMasks } from './image-occlusion.ts';

const masks = (text: string, ordinal: number, side: 'front' | 'back') =>
  occlusionMasks(parseClozes(text), { ordinal, side })
    .replace(/^<svg[^>]*>|<\/svg>$/g, '')
    .replace(/ stroke="#212121" stroke-width="\d" vector-effect="non-scaling-stroke"/g, '');

const RECT = '{{c1::image-occlusion:rect:left=.23:top=.32:width=.2:height=.1}}';
const HIDE_ALL = `${RECT.replace('}}', ':oi=1}}')}{{c2::image-occlusion:ellipse:left=.1:top=.1:rx=.1:ry=.2:oi=1}}`;

describe('image occlusion', () => {
  it('hides what is asked, and outlines it on the back', () => {
    const place = '<rect x="230" y="320" width="200" height="100"';
    expect(masks(RECT, 1, 'front')).to.equal(`${place} fill="#ff8e8e"/>`);
    expect(masks(RECT, 1, 'back')).to.equal(`${place} fill="none"/>`);
  });

  it('hide one: the others are not drawn', () => {
    expect(masks(RECT, 2, 'front')).to.equal('');
  });

  it('hide all (oi=1): the others stay hidden on both sides', () => {
    for (const side of ['front', 'back'] as const) {
      expect(masks(HIDE_ALL, 2, side)).to.contain(
        '<rect x="230" y="320" width="200" height="100" fill="#ffeba2"/>',
      );
    }
    expect(masks(HIDE_ALL, 2, 'front')).to.contain(
      '<ellipse cx="200" cy="300" rx="100" ry="200" fill="#ff8e8e"/>',
    );
  });

  it('polygons, turned shapes and labels', () => {
    expect(masks('{{c1::image-occlusion:polygon:points=.1,.2 .3,.4}}', 1, 'front')).to.equal(
      '<polygon points="100,200 300,400" fill="#ff8e8e"/>',
    );
    expect(masks(RECT.replace('rect:', 'rect:angle=90:'), 1, 'front')).to.contain(
      'transform="rotate(90 230 320)"',
    );
    expect(
      masks('{{c0::image-occlusion:text:text=a\\:b <i>:left=.5:top=.1:fs=.1}}', 1, 'front'),
    ).to.equal('<text x="500" y="200" font-size="100" fill="#212121">a:b &lt;i&gt;</text>');
  });

  it('nothing written in a shape reaches the page as markup', () => {
    const svg = masks('{{c1::image-occlusion:rect:left="><script>:top=1e999:angle="}}', 1, 'front');
    expect(svg).to.equal('<rect x="0" y="0" width="0" height="0" fill="#ff8e8e"/>');
  });
});
