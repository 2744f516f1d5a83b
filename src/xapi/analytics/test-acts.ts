import { type PreparedStatement, prepareStatement, type Statement } from '@crosswalk/xapi-lrs';
import { uuidv7 } from '../../platform/crypto/uuid.ts';

export const HUB = 'https://hub.example';
const ADL = 'http://adlnet.gov/expapi/verbs/';
const authority = { objectType: 'Agent', mbox: 'mailto:app@example.com' };

/** What a test says of a statement; the rest is made up. */
export interface TestAct {
  id?: string;
  /** Person's id, or an e-mail address. */
  who: string;
  did: string;
  what?: string;
  at?: string;
  result?: Statement['result'];
  context?: Statement['context'];
}

/** A checked statement of an act, as a store takes it. */
export function testAct({
  id = uuidv7(),
  who,
  did,
  what,
  at,
  ...more
}: TestAct): PreparedStatement {
  const actor = who.includes('@')
    ? { mbox: `mailto:${who}` }
    : { account: { homePage: HUB, name: who } };
  return prepareStatement(
    {
      actor,
      verb: { id: did.includes(':') ? did : ADL + did },
      object: { id: what ?? 'https://example.com/course' },
      ...(at !== undefined && { timestamp: at }),
      ...more,
    },
    { id, version: '2.0.0', authority },
  );
}

export function testVoiding(target: string): PreparedStatement {
  return prepareStatement(
    {
      actor: { mbox: 'mailto:app@example.com' },
      verb: { id: `${ADL}voided` },
      object: { objectType: 'StatementRef', id: target },
    },
    { id: uuidv7(), version: '2.0.0', authority },
  );
}
