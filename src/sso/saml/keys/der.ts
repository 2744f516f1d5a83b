/** ITU-T X.690: the few types that a certificate is made of. */
function tlv(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const hex = length.toString(16);
  const size = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | size.length]), size, content]);
}

export const sequence = (...parts: Uint8Array[]) => tlv(0x30, Buffer.concat(parts));
export const set = (...parts: Uint8Array[]) => tlv(0x31, Buffer.concat(parts));
export const integer = (bytes: Uint8Array) => tlv(0x02, bytes);
export const utf8 = (text: string) => tlv(0x0c, Buffer.from(text));
export const none = () => tlv(0x05, Buffer.alloc(0));
export const bitString = (bytes: Uint8Array) => tlv(0x03, Buffer.concat([Buffer.from([0]), bytes]));
/** `[0] EXPLICIT`. */
export const tagged = (content: Uint8Array) => tlv(0xa0, content);

/** @param dotted as in `1.2.840.113549.1.1.11` */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = rest.flatMap((part) => {
    const digits = [part & 0x7f];
    for (let left = part >>> 7; left > 0; left >>>= 7) digits.unshift(0x80 | (left & 0x7f));
    return digits;
  });
  return tlv(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

/** RFC 5280 4.1.2.5: UTCTime until 2049, GeneralizedTime after that. */
export function time(date: Date): Buffer {
  const digits = date.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
  const isLate = date.getUTCFullYear() >= 2050;
  return tlv(isLate ? 0x18 : 0x17, Buffer.from(`${isLate ? digits : digits.slice(2)}Z`));
}
