import { expect } from 'chai';
import { type Au, propertyOf, type Score, type Spoken, startAu } from './au.ts';
import { auXml } from './course-package.ts';
import { type HubLms, startHubLms } from './hub-lms.ts';

/** A statement that breaks a rule. */
export interface Breach {
  /** Requirements that it breaks; the first is the one that the answer names. */
  ids: [string, ...string[]];
  what: string;
  /** Default: an allowed one. */
  verb?: string;
  score?: Score;
  /** Default: nothing, for what the verb or its score breaks. */
  change?(statement: Spoken): void;
}

/** A session that stays between initialized and terminated. */
interface Breached {
  au(): Au;
  /** 403 for this reason, and nothing is stored. */
  refused(statements: Spoken[], id: string): Promise<void>;
}

/** Makes a test of each: it is refused by itself. */
export function refusesEach(breaches: readonly Breach[]): Breached {
  let lms: HubLms;
  let au: Au;

  before(async () => {
    lms = await startHubLms();
    const attributes = 'masteryScore="0.8" moveOn="CompletedAndPassed"';
    au = await startAu(lms, await lms.enrol(auXml({ name: 'one', attributes })));
  });
  after(() => lms.close());

  async function refused(statements: Spoken[], id: string): Promise<void> {
    const before = await lms.statements(au.registration);
    const { status, body } = await au.say(...statements);
    expect([status, propertyOf(body, 'requirement')]).to.deep.equal([403, `cmi5 ${id}`]);
    expect(await lms.statements(au.registration)).to.have.length(before.length);
  }

  for (const { ids, what, verb, score, change } of breaches) {
    it(`${ids.join(', ')}: a statement ${what} -> 403`, async () => {
      const isAllowed = verb === undefined || verb === 'voided';
      const statement = isAllowed ? au.allowed(verb) : au.defined(verb, score);
      change?.(statement);
      await refused([statement], ids[0]);
    });
  }
  return { au: () => au, refused };
}
