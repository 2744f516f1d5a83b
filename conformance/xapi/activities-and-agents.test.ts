import { expect } from 'chai';
import { type Fields, type Lrs, openLrs, versions } from './lrs/lrs.ts';
import { newActivity, newAgent, sample, subStatement } from './lrs/samples.ts';

for (const version of versions) {
  describe(`xAPI ${version}: activities, agents, about`, () => {
    let lrs: Lrs;
    before(async () => {
      lrs = await openLrs();
    });
    after(() => lrs.close());

    const store = (json: unknown) => lrs.ask('POST', '/statements', { version, json });
    const activity = (query: Fields) => lrs.ask('GET', '/activities', { version, query });
    const person = (agent: unknown) =>
      lrs.ask('GET', '/agents', { version, query: { agent: JSON.stringify(agent) } });

    it('activities: everything that statements said of it, wherever they did', async () => {
      const object = newActivity();
      const told = (definition: object) => ({ ...object, definition });
      const type = 'http://example.org/types/lecture';
      await store(sample({ object: told({ name: { en: 'Lecture' } }) }));
      await store(sample({ object: subStatement({ object: told({ name: { fr: 'Cours' } }) }) }));
      await store(sample({ context: { contextActivities: { parent: told({ type }) } } }));
      const { json } = await activity({ activityId: object.id });
      expect(json).to.deep.equal({
        objectType: 'Activity',
        id: object.id,
        definition: { name: { en: 'Lecture', fr: 'Cours' }, type },
      });
    });

    it('activities: one that nobody knows: 200 with its id', async () => {
      const { id } = newActivity();
      const { status, json } = await activity({ activityId: id });
      expect([status, json]).to.deep.equal([200, { objectType: 'Activity', id }]);
    });

    it('activities: activityId is missing or no IRI, or a parameter is unknown: 400', async () => {
      for (const query of [{}, { activityId: 'a' }, { activityId: 'http://x.example', x: '1' }]) {
        expect((await activity(query)).status).to.equal(400);
      }
    });

    it('agents: a Person, whose every property is a list', async () => {
      const agent = newAgent();
      await store(sample({ actor: { ...agent, name: 'Ada' } }));
      await store(sample({ context: { instructor: { ...agent, name: 'Countess' } } }));
      const { status, json } = await person(agent);
      expect(status).to.equal(200);
      expect(json).to.deep.include({ objectType: 'Person', mbox: [agent.mbox] });
      expect(json.name).to.have.members(['Ada', 'Countess']);
    });

    it('agents: one that nobody knows: a Person with the identifier that was asked for', async () => {
      const account = { homePage: 'http://x.example', name: newAgent().mbox };
      const { json } = await person({ account });
      expect(json).to.deep.equal({ objectType: 'Person', account: [account] });
    });

    it('agents: agent is missing, no JSON or none: 400', async () => {
      expect((await lrs.ask('GET', '/agents', { version })).status).to.equal(400);
      for (const agent of ['ada', {}, { name: 'Ada' }, { mbox: 'ada' }]) {
        expect((await person(agent)).status, JSON.stringify(agent)).to.equal(400);
      }
    });

    it('about: 200 for everyone, without version and credential, with the versions spoken', async () => {
      const headers = { Authorization: 'Basic bm9ib2R5Om5vYm9keQ==' };
      const { status, json } = await lrs.ask('GET', '/about', { version: null, headers });
      expect(status).to.equal(200);
      expect(json.version).to.include(version);
    });
  });
}
