/** Fields of a protobuf message by number, each with its values in order. */
export type ProtobufMessage = Map<number, ProtobufValue[]>;
export type ProtobufValue = bigint | Uint8Array;

/** A message that breaks off, or uses a wire type that protobuf 3 has not. */
export class ProtobufError extends Error {
  override name = 'ProtobufError';
}

/** Reads one message (protobuf encoding, wire types 0, 1, 2 and 5). Nested ones stay bytes. */
export function readProtobuf(bytes: Uint8Array): ProtobufMessage {
  const message: ProtobufMessage = new Map();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new ProtobufError('the message breaks off');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new ProtobufError('a number is too long');
  };
  const take = (length: number) => {
    if (length > bytes.length - at) throw new ProtobufError('the message breaks off');
    at += length;
    return at - length;
  };
  while (at < bytes.length) {
    const key = varint();
    const wireType = Number(key & 7n);
    let value: ProtobufValue;
    if (wireType === 0) value = varint();
    else if (wireType === 1) value = view.getBigUint64(take(8), true);
    else if (wireType === 5) value = BigInt(view.getUint32(take(4), true));
    else if (wireType === 2) {
      const length = Number(varint());
      const start = take(length);
      value = bytes.subarray(start, start + length);
    } else throw new ProtobufError(`wire type ${wireType} is unknown`);
    const field = Number(key >> 3n);
    const values = message.get(field);
    if (values) values.push(value);
    else message.set(field, [value]);
  }
  return message;
}

/** The last value of a number field, as protobuf has it for fields that are not repeated. */
export function numberField(message: ProtobufMessage, field: number): number {
  const value = message.get(field)?.at(-1);
  return typeof value === 'bigint' ? Number(BigInt.asIntN(64, value)) : 0;
}

export function textField(message: ProtobufMessage, field: number): string {
  const value = message.get(field)?.at(-1);
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : '';
}

/** Every message of a repeated field. */
export function messageFields(message: ProtobufMessage, field: number): ProtobufMessage[] {
  const values = message.get(field) ?? [];
  return values.filter((value) => value instanceof Uint8Array).map((value) => readProtobuf(value));
}
