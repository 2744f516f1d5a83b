import { expect } from 'chai';
import { en } from '../strings/en.ts';
import { restWords } from './rest-words.ts';

describe('a course that is left or has come to its end', () => {
  for (const kind of ['left', 'finished'] as const) {
    it(`${kind}: says that the page can be closed when everything is saved`, () => {
      expect(restWords(kind, 'saved', en)).to.equal(en.canClose);
    });

    for (const saved of ['saving', 'waiting', 'elsewhere', 'closed', null] as const) {
      it(`${kind}: does not say so when it is ${saved ?? 'not recorded'}`, () => {
        expect(restWords(kind, saved, en)).to.equal('');
      });
    }
  }

  it('otherwise says where to choose, whatever is saved', () => {
    expect(restWords('choose', 'waiting', en)).to.equal(en.chooseTodo);
  });
});
