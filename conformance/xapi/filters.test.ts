import { expect } from 'chai';
import { type Fields, type Lrs, openLrs, versions } from './lrs/lrs.ts';
import {
  newActivity,
  newAgent,
  newId,
  reference,
  type Sample,
  sample,
  subStatement,
} from './lrs/samples.ts';

for (const version of versions) {
  describe(`xAPI ${version}: finding statements`, () => {
    let lrs: Lrs;
    before(async () => {
      lrs = await openLrs();
    });
    after(() => lrs.close());

    const ask = (query: Fields) => lrs.ask('GET', '/statements', { version, query });
    const store = async (...statements: Sample[]) => {
      const { status, bytes } = await lrs.ask('POST', '/statements', { version, json: statements });
      expect(status, bytes.toString()).to.equal(200);
    };
    const find = async (query: Fields): Promise<string[]> => {
      const { status, json, bytes } = await ask(query);
      expect(status, bytes.toString()).to.equal(200);
      return json.statements.map(({ id }: Sample) => id);
    };
    const found = async (query: Record<string, string>, ...expected: Sample[]) =>
      expect(await find(query)).to.have.members(expected.map(({ id }) => id));

    describe('agent', () => {
      const related = { related_agents: 'true' };

      it('finds actors and objects, each identifier its own, members of groups too', async () => {
        const name = newId();
        const identifiers = [
          newAgent(),
          { mbox_sha1sum: name.replaceAll('-', '').padEnd(40, '0') },
          { openid: `http://openid.example/${name}` },
          { account: { homePage: 'http://x.example', name } },
        ];
        for (const identifier of identifiers) {
          const expected = [
            sample({ actor: identifier }),
            sample({ object: { objectType: 'Agent', ...identifier } }),
            sample({ actor: { objectType: 'Group', member: [newAgent(), identifier] } }),
            sample({ actor: { objectType: 'Group', ...identifier } }),
          ];
          await store(...expected, sample());
          await found({ agent: JSON.stringify(identifier) }, ...expected);
        }
      });

      it('related_agents: also instructor, team, authority, and those of a SubStatement', async () => {
        const agent = newAgent();
        const query = { agent: JSON.stringify(agent) };
        const team = { objectType: 'Group', member: [agent] };
        const expected = [
          sample({ context: { instructor: agent } }),
          sample({ context: { team } }),
          sample({ object: subStatement({ actor: agent }) }),
          sample({ object: subStatement({ object: { objectType: 'Agent', ...agent } }) }),
          sample({ object: subStatement({ context: { instructor: agent } }) }),
        ];
        await store(...expected);
        await found(query);
        await found({ ...query, ...related }, ...expected);
        const { json } = await ask({ statementId: expected[0]?.id ?? '' });
        const authority = { ...query, agent: JSON.stringify(json.authority), ...related };
        if (json.authority.objectType !== 'Group') {
          expect(await find(authority)).to.include(expected[0]?.id);
        }
      });

      if (version === '2.0.0') {
        it('related_agents: also contextAgents and contextGroups, their members, in SubStatements', async () => {
          const agent = newAgent();
          const query = { agent: JSON.stringify(agent) };
          const contextAgents = [{ objectType: 'contextAgent', agent }];
          const grouped = (group: object) => [
            { objectType: 'contextGroup', group: { objectType: 'Group', ...group } },
          ];
          const expected = [
            sample({ context: { contextAgents } }),
            sample({ context: { contextGroups: grouped({ member: [newAgent(), agent] }) } }),
            sample({ context: { contextGroups: grouped(agent) } }),
            sample({ object: subStatement({ context: { contextAgents } }) }),
            sample({
              object: subStatement({ context: { contextGroups: grouped({ member: [agent] }) } }),
            }),
          ];
          await store(...expected);
          await found(query);
          await found({ ...query, ...related }, ...expected);
        });
      }
    });

    describe('activity', () => {
      it('finds objects; related_activities also contexts and SubStatements', async () => {
        const activity = newActivity();
        const query = { activity: activity.id };
        const direct = sample({ object: activity });
        const kinds = ['parent', 'grouping', 'category', 'other'];
        const related = [
          ...kinds.map((kind) =>
            sample({ context: { contextActivities: { [kind]: [activity] } } }),
          ),
          sample({ object: subStatement({ object: activity }) }),
          sample({
            object: subStatement({ context: { contextActivities: { grouping: activity } } }),
          }),
        ];
        await store(direct, ...related);
        await found(query, direct);
        await found({ ...query, related_activities: 'true' }, direct, ...related);
      });
    });

    it('verb and registration, alone and together', async () => {
      const verb = { id: `http://example.org/verbs/${newId()}` };
      const registration = newId();
      const [both, first, second] = [
        sample({ verb, context: { registration } }),
        sample({ verb }),
        sample({ context: { registration } }),
      ];
      await store(both, first, second);
      await found({ verb: verb.id }, both, first);
      await found({ registration }, both, second);
      await found({ registration: registration.toUpperCase() }, both, second);
      await found({ verb: verb.id, registration }, both);
    });

    it('since is exclusive, until inclusive; newest first unless ascending', async () => {
      const object = newActivity();
      const sent: Sample[] = [];
      const times: string[] = [];
      for (let n = 0; n < 3; n++) {
        const one = sample({ object });
        await store(one);
        sent.push(one);
        times.push((await ask({ statementId: one.id })).json.stored);
      }
      const [first = '', second = '', third = ''] = sent.map(({ id }) => id);
      const [, since = '', until = ''] = times;
      const activity = object.id;
      expect(await find({ activity })).to.deep.equal([third, second, first]);
      expect(await find({ activity, ascending: 'true' })).to.deep.equal([first, second, third]);
      expect(await find({ activity, since })).to.deep.equal([third]);
      expect(await find({ activity, until: since })).to.deep.equal([second, first]);
      expect(await find({ activity, since, until })).to.deep.equal([third]);
      expect(await find({ activity, limit: '1' })).to.deep.equal([third]);
    });

    describe('StatementRef', () => {
      it('a statement matches by what it refers to, also when that comes later', async () => {
        const actor = newAgent();
        const target = sample({ actor });
        const [early, late] = [
          sample({ object: reference(target.id) }),
          sample({ object: reference(target.id) }),
        ];
        await store(early);
        await store(target);
        await store(late);
        await found({ agent: JSON.stringify(actor) }, early, target, late);
        await found({ activity: (target.object as { id: string }).id }, early, target, late);
      });

      it('through a chain of references, in whatever order it is stored', async () => {
        for (const order of [
          [0, 1, 2, 3],
          [3, 2, 1, 0],
          [1, 3, 0, 2],
        ]) {
          const registration = newId();
          const target = sample({ context: { registration } });
          const chain: Sample[] = [target];
          for (const last of [0, 1, 2]) {
            chain.push(sample({ object: reference(chain[last]?.id ?? '') }));
          }
          for (const at of order) await store(...chain.slice(at, at + 1));
          await found({ registration }, ...chain);
        }
      });

      it('a circle of references ends', async () => {
        const verb = { id: `http://example.org/verbs/${newId()}` };
        const [one, two] = [newId(), newId()];
        const circle = [
          { ...sample({ verb, object: reference(two) }), id: one },
          { ...sample({ object: reference(one) }), id: two },
        ];
        await store(...circle);
        await found({ verb: verb.id }, ...circle);
      });

      it('since, until and limit look at the statement itself', async () => {
        const object = newActivity();
        const target = sample({ object });
        await store(target);
        const { stored: since } = (await ask({ statementId: target.id })).json;
        const later = sample({ object: reference(target.id) });
        await store(later);
        await found({ activity: object.id, since }, later);
        await found({ activity: object.id, until: since }, target);
        expect(await find({ activity: object.id, limit: '1' })).to.deep.equal([later.id]);
      });
    });

    describe('parameters', () => {
      const agent = '{"mbox":"mailto:nobody@example.org"}';
      const id = '6fa459ea-ee8a-4ca4-894e-db77e160355e';
      for (const query of [
        { mood: 'good' },
        { Agent: agent },
        { StatementId: id },
        { statementId: 'one' },
        { statementId: id, voidedStatementId: id },
        { statementId: id, agent },
        { statementId: id, limit: '1' },
        { voidedStatementId: id, ascending: 'true' },
        { agent: 'ada' },
        { agent: '{}' },
        { agent: '{"name":"Ada"}' },
        { verb: 'did' },
        { activity: 'a' },
        { registration: 'a' },
        { since: 'yesterday' },
        { until: '2024-02-30T00:00:00Z' },
        { limit: '-1' },
        { limit: 'many' },
        { related_agents: 'yes' },
        { related_activities: '1' },
        { ascending: 'TRUE' },
        { attachments: 'no' },
        { format: 'short' },
      ]) {
        it(`${JSON.stringify(query)}: 400`, async () => {
          expect((await ask(query)).status).to.equal(400);
        });
      }

      it('the same parameter twice: 400', async () => {
        const { status } = await lrs.ask('GET', '/statements?limit=1&limit=2', { version });
        expect(status).to.equal(400);
      });

      it('statementId of nothing: 404', async () => {
        expect((await ask({ statementId: newId() })).status).to.equal(404);
        expect((await ask({ voidedStatementId: newId() })).status).to.equal(404);
      });

      it('nothing found: an empty list, and more is empty', async () => {
        const { json } = await ask({ agent });
        expect(json).to.deep.equal({ statements: [], more: '' });
      });
    });
  });
}
