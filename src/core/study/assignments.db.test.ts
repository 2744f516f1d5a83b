import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { createGroup } from '../people/group.ts';
import { isAssigned } from './assignment.store.ts';
import {
  createAssignment,
  getAssignment,
  placeAssignment,
  updateAssignment,
} from './assignments.ts';
import { seedStudy } from './test-study.ts';

describe('assignments', () => {
  let database: Database;
  let tenantId: string;

  before(async () => {
    database = await testDatabase();
    tenantId = await testTenant(database);
  });

  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => database.tenant(tenantId, work);
  const codeOf = (work: (db: TenantDb) => Promise<unknown>) =>
    inTenant(work).then(
      () => 'done',
      ({ code }) => code,
    );
  const group = (db: TenantDb) => createGroup(db, { input: { name: 'Course' }, source: 'lti' });

  it('come back as they were made', async () => {
    const dueAt = new Date('2026-12-01T00:00:00Z');
    const given = {
      mode: 'test',
      title: 'Quiz',
      dueAt,
      scoreMaximum: 20,
      part: { tags: ['a'] },
    } as const;
    const made = await inTenant(async (db) => {
      const { deckId, personId } = await seedStudy(db, { prompts: 1 });
      return createAssignment(db, { ...given, part: { tags: ['a'] }, deckId, personId });
    });
    expect(made).to.deep.include({ ...given, scoreRule: 'best', groupId: null, version: 1 });
    expect(await inTenant((db) => getAssignment(db, made.id))).to.deep.equal(made);
  });

  it('are of published decks, and never of a person and a group', async () => {
    const deckId = uuidv7();
    expect(await codeOf((db) => createAssignment(db, { deckId, mode: 'study' }))).to.equal(
      'not_published',
    );
    const both = await codeOf(async (db) => {
      const { deckId: deck, personId } = await seedStudy(db, { prompts: 1 });
      const { id: groupId } = await group(db);
      return createAssignment(db, { deckId: deck, mode: 'study', personId, groupId });
    });
    expect(both).to.equal('invalid');
  });

  it('of courses are whole, from the start and for good', async () => {
    const part = { tags: ['a'] };
    const [courseId, made] = await inTenant(async (db) => {
      const id = uuidv7();
      await db.query(
        `insert into course (tenant_id, id, kind, title, structure, file_name, file_hash, files, bytes)
         values ($1, $2, 'scorm12', 'Golf', '{}', 'golf.zip', '0', 1, 1)`,
        [db.tenantId, id],
      );
      return [id, await createAssignment(db, { courseId: id, mode: 'study' })] as const;
    });
    expect(await codeOf((db) => createAssignment(db, { courseId, mode: 'study', part }))).to.equal(
      'invalid',
    );
    const { id } = made;
    expect(await codeOf((db) => updateAssignment(db, { id, changes: { part } }))).to.equal(
      'invalid',
    );
    expect(await codeOf((db) => updateAssignment(db, { id, changes: { title: 'Golf' } }))).to.equal(
      'done',
    );
  });

  it('one of nobody is taken by the first group; others get copies', async () => {
    const { first, second, made } = await inTenant(async (db) => {
      const { deckId } = await seedStudy(db, { prompts: 1 });
      const original = await createAssignment(db, { deckId, mode: 'test', masteryScore: 0.5 });
      const { id } = original;
      const [a, b] = [await group(db), await group(db)];
      return {
        made: original,
        first: await placeAssignment(db, { id, groupId: a.id, origin: { link: 'a' } }),
        second: await placeAssignment(db, { id, groupId: b.id, origin: { link: 'b' } }),
      };
    });
    expect(first).to.deep.include({ id: made.id, origin: { link: 'a' }, version: 2 });
    expect(second.id).to.not.equal(made.id);
    expect(second).to.deep.include({
      ...{ deckId: made.deckId, mode: 'test', masteryScore: 0.5, origin: { link: 'b' } },
      version: 1,
    });
  });

  it('one of nobody is nobody’s, and one of another tenant is not there', async () => {
    const { id, deckId, personId } = await inTenant(async (db) => {
      const seeded = await seedStudy(db, { prompts: 1 });
      return {
        ...seeded,
        ...(await createAssignment(db, { ...seeded, personId: null, mode: 'study' })),
        personId: seeded.personId,
      };
    });
    expect(await inTenant((db) => isAssigned(db, { id, personId, deckId: deckId ?? '' }))).to.equal(
      false,
    );
    const other = await testTenant(database);
    const code = await database
      .tenant(other, (db) => getAssignment(db, id))
      .then(
        () => 'found',
        (error) => error.code,
      );
    expect(code).to.equal('not_found');
  });
});
