import { expect } from 'chai';
import fc from 'fast-check';
import { href } from './href.ts';

describe('href of a package path', () => {
  it('encodes what a URI does not allow and keeps the slashes', () => {
    expect(href('media/Acme & Co %.png')).to.equal('media/Acme%20%26%20Co%20%25.png');
    expect(href('a?b#c')).to.equal('a%3Fb%23c');
  });

  it('leads back to the path that it was made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (path) => {
        expect(href(path)).to.match(/^[\w\-.~!*'()%/]*$/);
        expect(href(path).split('/').map(decodeURIComponent).join('/')).to.equal(path);
      }),
    );
  });

  it('does not fail on half a character', () => {
    expect(href('\ud800')).to.equal('%EF%BF%BD');
  });
});
