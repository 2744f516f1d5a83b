import { expect } from 'chai';
import { changesBetween, flattened, nested } from './data-model.ts';

describe('a data model', () => {
  const deep = {
    cmi: { core: { lesson_status: 'passed' }, interactions: { 0: { id: 'q', weighting: 2 } } },
  };
  const flat = {
    'cmi.core.lesson_status': 'passed',
    'cmi.interactions.0.id': 'q',
    'cmi.interactions.0.weighting': '2',
  };

  it('is the same element by element, every value a text', () => {
    expect(flattened(deep)).to.deep.equal(flat);
    expect(flattened(nested(flat))).to.deep.equal(flat);
  });

  it('leaves out what has no value', () => {
    expect(flattened({ cmi: { exit: null, score: undefined, objectives: {} } })).to.deep.equal({});
  });

  it('tells what has another value', () => {
    expect(changesBetween({ a: '1', b: '1' }, { a: '1', b: '2', c: '' })).to.deep.equal({
      ...{ b: '2', c: '' },
    });
  });

  it('has no way to the prototypes of others', () => {
    nested({ 'cmi.__proto__.polluted': 'yes' });
    expect(Reflect.get({}, 'polluted')).to.equal(undefined);
  });
});
