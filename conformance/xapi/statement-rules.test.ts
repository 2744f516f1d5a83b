import { expect } from 'chai';
import { type Lrs, openLrs, type Version, versions } from './lrs/lrs.ts';
import {
  newAgent,
  newId,
  reference,
  sample,
  subStatement,
  verb,
  voidedVerb,
} from './lrs/samples.ts';

const activity = (definition: object) => ({ object: { id: 'http://x.example/a', definition } });
const choice = (more: object) => activity({ interactionType: 'choice', ...more });
const context = (more: object) => ({ context: more });
const score = (more: object) => ({ result: { score: more } });
const attachment = {
  usageType: 'http://x.example/u',
  display: { en: 'x' },
  contentType: 'text/plain',
  length: 1,
  sha2: 'a'.repeat(64),
  fileUrl: 'http://x.example/f',
};
const attached = (more: object) => ({ attachments: [{ ...attachment, ...more }] });
const account = { homePage: 'http://x.example', name: 'ada' };

/** What makes a valid statement invalid, by where the rule is found. */
const refused: [rule: string, more: object, only?: Version][] = [
  ['statement: actor is missing', { actor: undefined }],
  ['statement: verb is missing', { verb: undefined }],
  ['statement: object is missing', { object: undefined }],
  ['statement: an unknown property', { mood: 'good' }],
  ['statement: a property in another case', { Result: {} }],
  ['statement: null', { result: null }],
  ['statement: id is no UUID', { id: 'one' }],
  ['statement: id of 37 characters', { id: `${newId()}0` }],
  ['statement: stored is no timestamp', { stored: 'yesterday' }],
  ['statement: version is unknown', { version: '0.9' }],
  ['statement: version is a number', { version: 2 }],
  ['agent: no identifier', { actor: { name: 'Ada' } }],
  ['agent: two identifiers', { actor: { ...newAgent(), openid: 'http://x.example' } }],
  ['agent: mbox without mailto:', { actor: { mbox: 'ada@example.org' } }],
  ['agent: mbox_sha1sum of another length', { actor: { mbox_sha1sum: 'abc' } }],
  ['agent: openid is no URI', { actor: { openid: 'ada' } }],
  ['agent: account without name', { actor: { account: { homePage: 'http://x.example' } } }],
  ['agent: account without homePage', { actor: { account: { name: 'ada' } } }],
  ['agent: account with more', { actor: { account: { ...account, more: 1 } } }],
  ['agent: unknown objectType', { actor: { ...newAgent(), objectType: 'agent' } }],
  ['agent: name is a number', { actor: { ...newAgent(), name: 1 } }],
  ['agent: member', { actor: { ...newAgent(), member: [] } }],
  ['group: neither identifier nor member', { actor: { objectType: 'Group' } }],
  [
    'group: a group as a member',
    { actor: { objectType: 'Group', member: [{ objectType: 'Group', member: [newAgent()] }] } },
  ],
  ['group: member is no list', { actor: { objectType: 'Group', member: newAgent() } }],
  [
    'authority: a group of three',
    { authority: { objectType: 'Group', member: [newAgent(), newAgent(), newAgent()] } },
  ],
  ['verb: no id', { verb: { display: { en: 'x' } } }],
  ['verb: id is no IRI', { verb: { id: 'did' } }],
  ['verb: display is no language map', { verb: { ...verb, display: 'did' } }],
  ['verb: display in no language', { verb: { ...verb, display: { 'a_b!': 'did' } } }],
  ['object: unknown objectType', { object: { objectType: 'Thing', id: 'http://x.example/a' } }],
  ['activity: no id', { object: { objectType: 'Activity' } }],
  ['activity: id is no IRI', { object: { id: 'a' } }],
  ['activity: type is no IRI', activity({ type: 'a' })],
  ['activity: moreInfo is no IRL', activity({ moreInfo: 'a' })],
  ['activity: unknown property of its definition', activity({ title: 'a' })],
  ['activity: name is no language map', activity({ name: 'a' })],
  ['activity: extension whose key is no IRI', activity({ extensions: { a: 1 } })],
  ['interaction: unknown type', activity({ interactionType: 'essay' })],
  ['interaction: pattern is no list', choice({ correctResponsesPattern: 'a' })],
  ['interaction: choices is no list', choice({ choices: { id: 'a' } })],
  ['interaction: choices without id', choice({ choices: [{ description: { en: 'a' } }] })],
  ['interaction: the same choice twice', choice({ choices: [{ id: 'a' }, { id: 'a' }] })],
  ['interaction: steps of a choice', choice({ steps: [{ id: 'a' }] })],
  ['StatementRef: id is no UUID', { object: { objectType: 'StatementRef', id: 'a' } }],
  ['StatementRef: more', { object: { objectType: 'StatementRef', id: newId(), definition: {} } }],
  ['SubStatement: in a SubStatement', { object: subStatement({ object: subStatement() }) }],
  ['SubStatement: with an id', { object: subStatement({ id: newId() }) }],
  ['SubStatement: stored', { object: subStatement({ stored: '2024-01-01T00:00:00Z' }) }],
  ['SubStatement: with a version', { object: subStatement({ version: '1.0.0' }) }],
  ['SubStatement: with an authority', { object: subStatement({ authority: newAgent() }) }],
  ['SubStatement: without a verb', { object: subStatement({ verb: undefined }) }],
  ['voided: an activity', { verb: voidedVerb }],
  ['result: success is text', { result: { success: 'true' } }],
  ['result: completion is a number', { result: { completion: 1 } }],
  ['result: response is a number', { result: { response: 1 } }],
  ['result: duration is none', { result: { duration: '1 minute' } }],
  ['result: unknown property', { result: { grade: 'A' } }],
  ['result: extension whose key is no IRI', { result: { extensions: { a: 1 } } }],
  ['score: scaled above 1', score({ scaled: 1.1 })],
  ['score: scaled below -1', score({ scaled: -1.1 })],
  ['score: raw above max', score({ raw: 11, max: 10 })],
  ['score: raw below min', score({ raw: -1, min: 0 })],
  ['score: min is not below max', score({ min: 10, max: 10 })],
  ['score: raw is text', score({ raw: '1' })],
  ['context: registration is no UUID', context({ registration: 'a' })],
  ['context: instructor without identifier', context({ instructor: { name: 'a' } })],
  ['context: team is an agent', context({ team: newAgent() })],
  [
    'context: platform without an activity',
    { ...context({ platform: 'x' }), object: newAgentObject() },
  ],
  [
    'context: revision without an activity',
    { ...context({ revision: 'x' }), object: reference(newId()) },
  ],
  ['context: language is none', context({ language: 'a_b' })],
  ['context: statement is no StatementRef', context({ statement: { id: newId() } })],
  ['context: unknown kind of context activities', context({ contextActivities: { child: [] } })],
  ['context: a context activity without id', context({ contextActivities: { parent: [{}] } })],
  ['context: extension whose key is no IRI', context({ extensions: { a: 1 } })],
  ['context: unknown property', context({ place: 'x' })],
  [
    'contextAgents: another objectType',
    context({ contextAgents: [{ objectType: 'Agent', agent: newAgent() }] }),
    '2.0.0',
  ],
  [
    'contextAgents: no agent',
    context({ contextAgents: [{ objectType: 'contextAgent' }] }),
    '2.0.0',
  ],
  [
    'contextAgents: empty relevantTypes',
    context({
      contextAgents: [{ objectType: 'contextAgent', agent: newAgent(), relevantTypes: [] }],
    }),
    '2.0.0',
  ],
  [
    'contextGroups: relevantTypes are no IRIs',
    context({
      contextGroups: [
        {
          objectType: 'contextGroup',
          group: { objectType: 'Group', member: [newAgent()] },
          relevantTypes: ['a'],
        },
      ],
    }),
    '2.0.0',
  ],
  [
    'contextGroups: an agent',
    context({ contextGroups: [{ objectType: 'contextGroup', group: newAgent() }] }),
    '2.0.0',
  ],
  [
    'contextAgents: unknown in 1.0.3',
    context({ contextAgents: [{ objectType: 'contextAgent', agent: newAgent() }] }),
    '1.0.3',
  ],
  ['timestamp: no time', { timestamp: '2024-13-01T00:00:00Z' }],
  ['timestamp: offset -00:00', { timestamp: '2024-01-01T00:00:00-00:00' }],
  ['timestamp: offset -00', { timestamp: '2024-01-01T00:00:00-00' }],
  ['timestamp: offset -0000', { timestamp: '2024-01-01T00:00:00-0000' }],
  ['attachment: no usageType', attached({ usageType: undefined })],
  ['attachment: no display', attached({ display: undefined })],
  ['attachment: no contentType', attached({ contentType: undefined })],
  ['attachment: length is text', attached({ length: '1' })],
  ['attachment: no sha2', attached({ sha2: undefined })],
  ['attachment: fileUrl is no IRL', attached({ fileUrl: 'f' })],
  ['attachment: neither content nor fileUrl', attached({ fileUrl: undefined })],
  ['attachments: no list', { attachments: attachment }],
];

function newAgentObject() {
  return { objectType: 'Agent', ...newAgent() };
}

const accepted: [rule: string, more: object, only?: Version][] = [
  ['null within extensions', { result: { extensions: { 'http://x.example/a': { b: null } } } }],
  ['an identified group without members', { actor: { objectType: 'Group', account } }],
  [
    'a group without identifiers, with members',
    { actor: { objectType: 'Group', member: [newAgent()] } },
  ],
  ['an agent as object', { object: newAgentObject() }],
  ['a SubStatement about a StatementRef', { object: subStatement({ object: reference(newId()) }) }],
  ['a duration finer than 0.01 s', { result: { duration: 'PT1.23456S' } }],
  ['an interaction without components', choice({ correctResponsesPattern: ['a[,]b'] })],
  ['scaled of -1', score({ scaled: -1 })],
  ['an attachment elsewhere', attached({})],
  [
    'context agents and groups',
    context({
      contextAgents: [
        { objectType: 'contextAgent', agent: newAgent(), relevantTypes: ['http://x.example/t'] },
      ],
      contextGroups: [
        { objectType: 'contextGroup', group: { objectType: 'Group', member: [newAgent()] } },
      ],
    }),
    '2.0.0',
  ],
];

for (const version of versions) {
  describe(`xAPI ${version}: rules of statements`, () => {
    let lrs: Lrs;
    before(async () => {
      lrs = await openLrs();
    });
    after(() => lrs.close());

    const put = (statementId: string, json: object) =>
      lrs.ask('PUT', '/statements', { version, json, query: { statementId } });

    for (const [rule, more, only = version] of refused) {
      if (only !== version) continue;
      it(`${rule} -> 400, and nothing is stored`, async () => {
        const statementId = newId();
        const answer = await put(statementId, { ...sample({ id: statementId }), ...more });
        expect(answer.status).to.equal(400);
        expect(answer.json.error).to.be.a('string').that.is.not.empty;
        const found = await lrs.ask('GET', '/statements', { version, query: { statementId } });
        expect(found.status).to.equal(404);
      });
    }

    for (const [rule, more, only = version] of accepted) {
      if (only !== version) continue;
      it(`${rule} -> accepted, and given back as sent`, async () => {
        const sent = sample(more);
        const answer = await put(sent.id, sent);
        expect(answer.status, answer.bytes.toString()).to.equal(204);
        const found = await lrs.ask('GET', '/statements', {
          version,
          query: { statementId: sent.id },
        });
        expect(found.json).to.deep.include(more);
      });
    }
  });
}
