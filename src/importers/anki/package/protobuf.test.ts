import { expect } from 'chai';
import fc from 'fast-check';
import { messageFields, numberField, ProtobufError, readProtobuf, textField } from './protobuf.ts';

describe('protobuf', () => {
  it('reads numbers, text and nested messages; unknown fields do not disturb', () => {
    const message = readProtobuf(
      Buffer.from([
        0x08, 0x96, 0x01, 0x12, 0x02, 0x68, 0x69, 0x1a, 0x02, 0x08, 0x05, 0x1a, 0x02, 0x08, 0x06,
        0x2d, 1, 2, 3, 4,
      ]),
    );
    expect(numberField(message, 1)).to.equal(150);
    expect(textField(message, 2)).to.equal('hi');
    expect(messageFields(message, 3).map((nested) => numberField(nested, 1))).to.deep.equal([5, 6]);
    expect([numberField(message, 9), textField(message, 9)]).to.deep.equal([0, '']);
  });

  it('any bytes are read or refused, nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          readProtobuf(bytes);
        } catch (error) {
          expect(error).to.be.instanceOf(ProtobufError);
        }
      }),
    );
  });
});
