import { expect } from 'chai';
import fc from 'fast-check';
import { deterministicUuid, isUuid, uuidv7 } from './uuid.ts';

const v7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function timestamp(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}

describe('UUIDv7', () => {
  it('RFC 9562 5.7: carries version, variant and the time in ms', () => {
    const times = fc.integer({ min: 0, max: 2 ** 48 - 1 });
    fc.assert(
      fc.property(times, (ms) => {
        const id = uuidv7(ms);
        expect(id).to.match(v7);
        expect(timestamp(id)).to.equal(ms);
      }),
    );
  });

  it('uses the current time when none is given', () => {
    const before = Date.now();
    expect(timestamp(uuidv7())).to.be.within(before, Date.now());
  });

  it('RFC 9562 6.2: ids made in succession ascend, within a millisecond too', () => {
    const byClock = Array.from({ length: 20_000 }, () => uuidv7());
    const byCaller = Array.from({ length: 20_000 }, () => uuidv7(1_700_000_000_000));
    for (const ids of [byClock, byCaller]) {
      expect(ids).to.deep.equal([...ids].sort());
      expect(new Set(ids).size).to.equal(ids.length);
    }
  });

  it('ids keep ascending when the clock steps back', () => {
    const original = Date.now;
    const start = original();
    try {
      Date.now = () => start + 60_000;
      const first = uuidv7();
      Date.now = () => start;
      expect(uuidv7() > first).to.equal(true);
    } finally {
      Date.now = original;
    }
  });

  it('refuses a time that does not fit', () => {
    for (const ms of [-1, 1.5, 2 ** 48, Number.NaN]) expect(() => uuidv7(ms)).to.throw(RangeError);
  });
});

describe('deterministic UUID', () => {
  it('is the same for the same time and parts, and v7-shaped', () => {
    const id = deterministicUuid(1_600_000_000_000, 'review', 42);
    expect(id).to.equal(deterministicUuid(1_600_000_000_000, 'review', 42));
    expect(id).to.match(v7);
    expect(timestamp(id)).to.equal(1_600_000_000_000);
  });

  it('differs when a part, a boundary between parts or the time differs', () => {
    const ids = [
      deterministicUuid(1, 'ab', 'c'),
      deterministicUuid(1, 'a', 'bc'),
      deterministicUuid(1, 'abc'),
      deterministicUuid(1, 'ab', 'c', ''),
      deterministicUuid(2, 'ab', 'c'),
    ];
    expect(new Set(ids).size).to.equal(ids.length);
  });
});

describe('isUuid', () => {
  it('accepts canonical text in either case and nothing around it', () => {
    const id = uuidv7();
    expect(isUuid(id)).to.equal(true);
    expect(isUuid(id.toUpperCase())).to.equal(true);
    for (const text of ['', `${id}\n`, ` ${id}`, id.replaceAll('-', ''), `{${id}}`, `${id}0`]) {
      expect(isUuid(text), JSON.stringify(text)).to.equal(false);
    }
  });
});
