import { expect } from 'chai';
import { type Lrs, openLrs, versions } from './lrs/lrs.ts';
import { newActivity, newAgent, newId, type Sample, sample, subStatement } from './lrs/samples.ts';

const texts = { en: 'Lecture', 'de-AT': 'Vorlesung', fr: 'Cours' };
const display = { en: 'saw', 'de-AT': 'sah' };
const verb = { id: 'http://example.org/verbs/saw', display };

for (const version of versions) {
  describe(`xAPI ${version}: formats of statements`, () => {
    let lrs: Lrs;
    before(async () => {
      lrs = await openLrs();
    });
    after(() => lrs.close());

    const store = (json: unknown) => lrs.ask('POST', '/statements', { version, json });
    const read = async ({ id }: Sample, format: string, language?: string) => {
      const query = { statementId: id, format };
      const headers = { ...(language && { 'Accept-Language': language }) };
      return (await lrs.ask('GET', '/statements', { version, query, headers })).json;
    };
    const described = (name: object, more: object = {}) => ({
      ...newActivity(),
      definition: { name, description: name, ...more },
    });

    it('exact: as it was sent, whatever other statements say of the activity', async () => {
      const object = described({ en: 'First' });
      const sent = sample({ verb, object });
      await store(sent);
      await store(sample({ object: { ...object, definition: { name: { en: 'Second' } } } }));
      expect(await read(sent, 'exact')).to.deep.include(sent);
    });

    it('ids: of actors, verbs and activities what identifies them, everywhere', async () => {
      const agent = newAgent();
      const named = { objectType: 'Agent', name: 'Ada', ...agent };
      const group = { objectType: 'Group', name: 'All', ...newAgent(), member: [named] };
      const object = described(texts);
      const sent = sample({
        verb,
        actor: named,
        object: subStatement({ actor: group, verb, object }),
        context: { instructor: named, contextActivities: { parent: [object] } },
      });
      await store(sent);
      const found = await read(sent, 'ids');
      expect(found.actor).to.include(agent).and.not.to.have.property('name');
      expect(found.verb).to.deep.equal({ id: verb.id });
      expect(found.object.actor).to.deep.equal({ objectType: 'Group', mbox: group.mbox });
      expect(found.object.verb).to.deep.equal({ id: verb.id });
      expect(found.object.object).to.deep.equal({ id: object.id });
      expect(found.context.instructor).not.to.have.property('name');
      expect(found.context.contextActivities.parent).to.deep.equal([{ id: object.id }]);
    });

    it('ids: an anonymous group keeps its members, by what identifies them', async () => {
      const member = newAgent();
      const actor = { objectType: 'Group', name: 'All', member: [{ name: 'Ada', ...member }] };
      const sent = sample({ actor });
      await store(sent);
      const found = await read(sent, 'ids');
      expect(found.actor).to.deep.equal({ objectType: 'Group', member: [member] });
    });

    it('canonical: one language per map, by Accept-Language, in SubStatements and contexts too', async () => {
      const components = { interactionType: 'choice', choices: [{ id: 'a', description: texts }] };
      const object = described(texts, components);
      const sent = sample({
        verb,
        object: subStatement({ verb, object }),
        context: { contextActivities: { grouping: [object] } },
      });
      await store(sent);
      for (const [language, tag] of [
        ['de-AT, en;q=0.5', 'de-AT'],
        ['de;q=0.9, en;q=0.5', 'de-AT'],
        ['fr;q=0.2, en;q=0.7', 'en'],
      ] as const) {
        const found = await read(sent, 'canonical', language);
        const one = { [tag]: texts[tag] };
        expect(Object.keys(found.verb.display), language).to.deep.equal([tag]);
        expect(Object.keys(found.object.verb.display), language).to.deep.equal([tag]);
        for (const { definition } of [
          found.object.object,
          found.context.contextActivities.grouping[0],
        ]) {
          expect(definition.name, language).to.deep.equal(one);
          expect(definition.description, language).to.deep.equal(one);
          expect(definition.choices[0].description, language).to.deep.equal(one);
        }
      }
    });

    it('canonical: without a language that fits, still one per map', async () => {
      const sent = sample({ verb, object: described(texts) });
      await store(sent);
      for (const language of [undefined, 'zu', '*']) {
        const found = await read(sent, 'canonical', language);
        expect(Object.keys(found.object.definition.name)).to.have.length(1);
        expect(Object.keys(found.verb.display)).to.have.length(1);
      }
    });

    it('canonical: definitions as all statements together made them', async () => {
      const object = newActivity();
      const sent = sample({ object });
      await store(sent);
      const type = 'http://example.org/types/lecture';
      await store(sample({ object: { ...object, definition: { name: { en: 'Lecture' }, type } } }));
      const found = await read(sent, 'canonical', 'en');
      expect(found.object.definition).to.deep.equal({ name: { en: 'Lecture' }, type });
    });

    it('formats hold in lists too', async () => {
      const registration = newId();
      await store(sample({ verb, object: described(texts), context: { registration } }));
      for (const format of ['ids', 'canonical']) {
        const query = { registration, format };
        const { json } = await lrs.ask('GET', '/statements', { version, query });
        const [{ object }] = json.statements;
        expect(Object.keys(object.definition?.name ?? { none: '' })).to.have.length(1);
      }
    });
  });
}
