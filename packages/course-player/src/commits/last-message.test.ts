import { expect } from 'chai';
import type { CourseCommit, DataModel } from '../launch.ts';
import { lastMessage } from './last-message.ts';

const commit = (changes: DataModel): CourseCommit => ({
  ...{ number: 3, currentItem: 'a', isEnded: false, sequencing: 'x'.repeat(50_000) },
  items: [{ item: 'a', isFresh: false, changes }],
});
const changesIn = (message: string): DataModel => JSON.parse(message).items[0].changes;

describe('the last message of a page', () => {
  it('leaves the state of the activity tree out, and all else in where it fits', () => {
    const message = lastMessage(commit({ 'cmi.location': '4' }), 60_000);
    expect(JSON.parse(message)).to.not.have.property('sequencing');
    expect(changesIn(message)).to.deep.equal({ 'cmi.location': '4' });
  });

  it('is never longer than may be, in bytes, and says what matters most', () => {
    const answers = Object.fromEntries(
      Array.from({ length: 100 }, (_, n) => [
        `cmi.interactions.${n}.learner_response`,
        'é'.repeat(200),
      ]),
    );
    const wanted = { 'cmi.suspend_data': 's'.repeat(40_000), 'cmi.core.lesson_status': 'passed' };
    const message = lastMessage(commit({ ...answers, ...wanted }), 60_000);
    expect(Buffer.byteLength(message)).to.be.lessThan(60_001);
    expect(changesIn(message)).to.deep.include(wanted);
    expect(Object.keys(changesIn(message)).length).to.be.greaterThan(20);
  });

  it('without room for it says nothing of it', () => {
    const message = lastMessage(commit({ 'cmi.suspend_data': 's'.repeat(5_000) }), 1_000);
    expect(changesIn(message)).to.deep.equal({});
  });
});
