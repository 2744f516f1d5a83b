import { expect } from 'chai';
import { ImportRefusedError } from './import-refused-error.ts';
import { fromFailure, toFailure } from './thread-failure.ts';

describe('failures of threads', () => {
  const passed = (error: unknown) => fromFailure(structuredClone(toFailure(error)));

  it('stay refusals with their code, of which no stack is told', () => {
    const refused = passed(new ImportRefusedError('too_large', 'The zip is too large.'));
    expect(refused).to.be.instanceOf(ImportRefusedError);
    expect(refused).to.include({ code: 'too_large', message: 'The zip is too large.' });
    expect(toFailure(refused)).to.not.have.property('stack');
  });

  it('stay errors of our own, with where they came from', () => {
    const ours = new TypeError('x is not a function');
    expect(passed(ours)).to.not.be.instanceOf(ImportRefusedError);
    expect(passed(ours)).to.include({ message: ours.message, stack: ours.stack });
    expect(passed('thrown text')).to.include({ message: 'thrown text' });
  });
});
