import { expect } from 'chai';
import { isOwnDomain } from './check-domain.ts';

describe('a domain of e-mail addresses', () => {
  const claimed = { domain: 'school.example', challenge: 'abc' };
  const asked: string[] = [];
  const says =
    (...records: string[]) =>
    async (name: string) => {
      asked.push(name);
      return records;
    };

  it("is the tenant's when its name service says so", async () => {
    expect(await isOwnDomain(says('v=spf1', 'crosswalk=abc'), claimed)).to.equal(true);
    expect(asked).to.deep.equal(['_crosswalk.school.example']);
  });

  it('is not, whatever else it says', async () => {
    for (const text of ['', 'abc', 'crosswalk=', 'crosswalk=abcd', 'CROSSWALK=abc']) {
      expect(await isOwnDomain(says(text), claimed), text).to.equal(false);
    }
    expect(await isOwnDomain(says(), claimed)).to.equal(false);
  });
});
