import { expect } from 'chai';
import { isTimeZone, studyDay } from './study-day.ts';

const cases: [string, string, string, number, string, string][] = [
  [
    'an ordinary day',
    '2026-06-10T12:00:00Z',
    'UTC',
    4,
    '2026-06-10T04:00:00Z',
    '2026-06-11T04:00:00Z',
  ],
  [
    'before the day starts',
    '2026-06-10T03:59:59Z',
    'UTC',
    4,
    '2026-06-09T04:00:00Z',
    '2026-06-10T04:00:00Z',
  ],
  [
    'at the start',
    '2026-06-10T04:00:00Z',
    'UTC',
    4,
    '2026-06-10T04:00:00Z',
    '2026-06-11T04:00:00Z',
  ],
  [
    'east of Greenwich',
    '2026-06-10T20:00:00Z',
    'Asia/Tokyo',
    4,
    '2026-06-10T19:00:00Z',
    '2026-06-11T19:00:00Z',
  ],
  [
    'west of Greenwich',
    '2026-06-10T05:00:00Z',
    'America/Los_Angeles',
    4,
    '2026-06-09T11:00:00Z',
    '2026-06-10T11:00:00Z',
  ],
  [
    'half-hour zones',
    '2026-06-10T00:00:00Z',
    'Asia/Kolkata',
    4,
    '2026-06-09T22:30:00Z',
    '2026-06-10T22:30:00Z',
  ],
  [
    '23 hours when clocks go forward',
    '2026-03-29T01:30:00Z',
    'Europe/Berlin',
    0,
    '2026-03-28T23:00:00Z',
    '2026-03-29T22:00:00Z',
  ],
  [
    '25 hours when clocks go back',
    '2026-10-25T12:00:00Z',
    'Europe/Berlin',
    0,
    '2026-10-24T22:00:00Z',
    '2026-10-25T23:00:00Z',
  ],
];

describe('study day', () => {
  for (const [title, at, zone, startsAt, start, end] of cases) {
    it(title, () => {
      const day = studyDay(Date.parse(at), zone, startsAt);
      expect(new Date(day.start).toISOString()).to.equal(new Date(start).toISOString());
      expect(new Date(day.end).toISOString()).to.equal(new Date(end).toISOString());
    });
  }

  it('holds its moment for every hour of two years in zones with odd rules', () => {
    for (const zone of [
      'Europe/London',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Pacific/Apia',
    ]) {
      for (let at = Date.UTC(2025, 0, 1); at < Date.UTC(2027, 0, 1); at += 3_600_000 * 5) {
        const { start, end } = studyDay(at, zone, 4);
        expect(at, `${zone} ${new Date(at).toISOString()}`).to.be.within(start, end - 1);
      }
    }
  });

  it('knows which names are time zones', () => {
    expect(isTimeZone('Europe/Berlin')).to.equal(true);
    expect(isTimeZone('Mars/Olympus')).to.equal(false);
  });
});
