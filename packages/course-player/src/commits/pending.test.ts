import { expect } from 'chai';
import type { DataModel, TreeOutcome } from '../launch.ts';
import { type CourseState, createPending } from './pending.ts';

const course: CourseState = { currentItem: 'a', sequencing: null, outcome: null, isEnded: false };
const told = (outcome: TreeOutcome): CourseState => ({ ...course, outcome });
const at = (dataModel: DataModel, item = 'a') => ({ open: { item, dataModel }, course });

describe('what is still to be stored', () => {
  it('is what has changed since the last answer, and nothing when all is stored', () => {
    const pending = createPending({ a: { 'cmi.x': '1', 'cmi.y': '1' } }, course);
    pending.take(at({ 'cmi.x': '1', 'cmi.y': '2' }));
    const sent = pending.next();
    expect(sent?.commit.items).to.deep.equal([
      { item: 'a', isFresh: false, changes: { 'cmi.y': '2' } },
    ]);
    if (sent) pending.answered(sent);
    expect(pending.next()).to.equal(undefined);
  });

  it('is said again until an answer comes, with what has changed meanwhile', () => {
    const pending = createPending({}, course);
    pending.take(at({ 'cmi.x': '1' }));
    const lost = pending.next();
    pending.take(at({ 'cmi.x': '1', 'cmi.y': '2' }));
    const next = pending.next();
    expect([lost?.commit.number, next?.commit.number]).to.deep.equal([1, 2]);
    expect(next?.commit.items[0]?.changes).to.deep.equal({ 'cmi.x': '1', 'cmi.y': '2' });
  });

  it('does not come back when an earlier answer arrives behind a later one', () => {
    const pending = createPending({}, course);
    pending.take(at({ 'cmi.x': '1' }));
    const first = pending.next();
    pending.take(at({ 'cmi.x': '2' }));
    const second = pending.next();
    if (second) pending.answered(second);
    if (first) pending.answered(first);
    expect(pending.next()).to.equal(undefined);
  });

  it('keeps what an item said that is not open any more', () => {
    const pending = createPending({}, course);
    pending.take(at({ 'cmi.x': '1' }));
    pending.next();
    pending.take(at({ 'cmi.x': '2' }, 'b'));
    expect(pending.next()?.commit.items.map(({ item }) => item)).to.deep.equal(['a', 'b']);
  });

  it('tells that an item begins anew until it is stored, also for the second time', () => {
    const pending = createPending({ a: { 'cmi.x': '1' } }, course);
    pending.beginAnew('a');
    pending.take(at({ 'cmi.y': '1' }));
    const first = pending.next();
    expect(first?.commit.items).to.deep.equal([
      { item: 'a', isFresh: true, changes: { 'cmi.y': '1' } },
    ]);
    pending.beginAnew('a');
    if (first) pending.answered(first);
    pending.take(at({ 'cmi.z': '1' }));
    expect(pending.next()?.commit.items).to.deep.equal([
      { item: 'a', isFresh: true, changes: { 'cmi.z': '1' } },
    ]);
  });

  it('leaves a state of the activity tree out that is stored', () => {
    const pending = createPending({}, course);
    pending.take({ open: null, course: { ...course, sequencing: 's' } });
    const sent = pending.next();
    expect(sent?.commit.sequencing).to.equal('s');
    if (sent) pending.answered(sent);
    pending.take({ open: null, course: { ...course, sequencing: 's', isEnded: true } });
    expect(pending.next()?.commit).to.not.have.property('sequencing');
  });

  it('tells what the course has come to when that has changed, and not with each commit', () => {
    const pending = createPending({}, course);
    const outcome = { completion: 'incomplete', success: 'unknown', measure: null } as const;
    const outcomes = [outcome, outcome, { ...outcome, measure: 0.5 }, outcome].map((now, n) => {
      pending.take({ open: { item: 'a', dataModel: { 'cmi.x': `${n}` } }, course: told(now) });
      const sent = pending.next();
      if (sent) pending.answered(sent);
      return sent?.commit.outcome;
    });
    expect(outcomes).to.deep.equal([outcome, undefined, { ...outcome, measure: 0.5 }, outcome]);
  });

  it('is also what went back to what it was, while nobody knows what was stored meanwhile', () => {
    const pending = createPending({}, course);
    const begun = { completion: 'incomplete', success: 'unknown', measure: null } as const;
    const passed = { completion: 'completed', success: 'passed', measure: 1 } as const;
    const say = (x: string, outcome: TreeOutcome, sequencing: string) => {
      pending.take({ ...at({ 'cmi.x': x }), course: { ...told(outcome), sequencing } });
      return pending.next();
    };
    const first = say('1', begun, 's');
    if (first) pending.answered(first);
    expect(say('2', passed, 't')?.commit.number).to.equal(2);
    for (const number of [3, 4]) {
      expect(say('1', begun, 's')?.commit).to.deep.equal({
        ...{ number, currentItem: 'a', isEnded: false, outcome: begun, sequencing: 's' },
        items: [{ item: 'a', isFresh: false, changes: { 'cmi.x': '1' } }],
      });
    }
  });

  it('counts as stored only when the last that was sent is', () => {
    const pending = createPending({}, course);
    const sent = ['1', '2'].map((x) => {
      pending.take(at({ 'cmi.x': x }));
      return pending.next();
    });
    if (sent[0]) pending.answered(sent[0]);
    pending.take(at({ 'cmi.x': '1' }));
    expect(pending.next()?.commit.items[0]?.changes).to.deep.equal({ 'cmi.x': '1' });
  });
});
