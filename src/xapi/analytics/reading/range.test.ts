import { expect } from 'chai';
import { bucketsOf, rangeOf } from './range.ts';

describe('xAPI analytics: ranges of days', () => {
  const now = new Date('2026-11-21T23:30:00Z');

  it('default to 30 days that end today, as the time zone has it', () => {
    expect(rangeOf({}, 'UTC', now)).to.deep.equal({
      from: '2026-10-23',
      to: '2026-11-21',
      timeZone: 'UTC',
    });
    expect(rangeOf({}, 'Asia/Tokyo', now).to).to.equal('2026-11-22');
  });

  it('refuse days that the calendar does not have', () => {
    expect(() => rangeOf({ from: '2026-02-30' }, 'UTC')).to.throw(/no day/);
    expect(() => rangeOf({ to: '2026-11-31' }, 'UTC')).to.throw(/no day/);
  });

  it('refuse a time zone that is none, an end before the start, and more than ten years', () => {
    expect(() => rangeOf({}, 'Mars/Base')).to.throw(/time zone/);
    expect(() => rangeOf({ from: '2026-01-02', to: '2026-01-01' }, 'UTC')).to.throw(/after/);
    expect(() => rangeOf({ from: '2000-01-01', to: '2026-01-01' }, 'UTC')).to.throw(/ten years/);
  });

  it('list every day, week from its Monday, and month that they touch', () => {
    const range = { from: '2026-01-30', to: '2026-02-02', timeZone: 'UTC' };
    expect(bucketsOf(range, 'day')).to.deep.equal([
      '2026-01-30',
      '2026-01-31',
      '2026-02-01',
      '2026-02-02',
    ]);
    expect(bucketsOf(range, 'week')).to.deep.equal(['2026-01-26', '2026-02-02']);
    expect(bucketsOf(range, 'month')).to.deep.equal(['2026-01-01', '2026-02-01']);
  });
});
