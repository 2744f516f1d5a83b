import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { allRequirements, provenBy } from './requirements/coverage.ts';
import { reasons } from './requirements/reasons.ts';
import { requirementTable } from './requirements/table.ts';

const PAGE = 'docs/cmi5-requirements.md';

describe('requirements of cmi5', () => {
  it('each has a test that carries its id, or a reason', () => {
    const proven = provenBy();
    const missing = allRequirements().filter((id) => !proven.has(id) && !reasons.has(id));
    expect(missing).to.deep.equal([]);
  });

  it('none has both, and none is made up', () => {
    const proven = provenBy();
    expect([...reasons.keys()].filter((id) => proven.has(id))).to.deep.equal([]);
    const known = new Set(allRequirements());
    const named = [...proven.keys(), ...reasons.keys()];
    expect(named.filter((id) => !known.has(id))).to.deep.equal([]);
  });

  it(`${PAGE} says so`, () => {
    if (process.env.CMI5_TABLE === 'write') writeFileSync(PAGE, requirementTable());
    expect(readFileSync(PAGE, 'utf8')).to.equal(requirementTable());
  });
});
