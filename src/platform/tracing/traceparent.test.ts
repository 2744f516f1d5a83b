import { expect } from 'chai';
import { formatTraceparent, parseTraceparent } from './traceparent.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

describe('traceparent', () => {
  it('W3C Trace Context 3.2: is read and written back', () => {
    for (const flags of ['00', '01']) {
      const header = `00-${traceId}-${spanId}-${flags}`;
      const context = parseTraceparent(header);
      expect(context).to.deep.equal({ traceId, spanId, sampled: flags === '01' });
      expect(context && formatTraceparent(context)).to.equal(header);
    }
  });

  it('3.2.2: a later version may be longer, unknown flags are left alone', () => {
    const context = { traceId, spanId, sampled: true };
    expect(parseTraceparent(`cc-${traceId}-${spanId}-03-more`)).to.deep.equal(context);
  });

  for (const header of [
    undefined,
    '',
    'garbage',
    `ff-${traceId}-${spanId}-01`,
    `00-${traceId}-${spanId}-01-more`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${traceId}-${spanId}`,
    `00-${traceId}-${spanId}-1`,
    `00-${traceId}-${spanId}-01\n`,
  ]) {
    it(`3.2.2: ${JSON.stringify(header)} is ignored`, () => {
      expect(parseTraceparent(header)).to.equal(undefined);
    });
  }
});
