import { type KeyObject, sign } from 'node:crypto';

interface Certified {
  name: string;
  publicKey: KeyObject;
  issuer: { name: string; privateKey: KeyObject };
}

/** An X.509 certificate (RFC 5280 4.1) in DER, signed with RSA and SHA-256. */
export function certificate({ name, publicKey, issuer }: Certified): Buffer {
  const algorithm = sequence(objectId('2a864886f70d01010b'), Buffer.from('0500', 'hex'));
  const toBeSigned = sequence(
    tagged(0xa0, integer(2)),
    integer(1),
    algorithm,
    commonName(issuer.name),
    sequence(utcTime('260101000000Z'), utcTime('460101000000Z')),
    commonName(name),
    publicKey.export({ format: 'der', type: 'spki' }),
  );
  const signature = sign('sha256', toBeSigned, issuer.privateKey);
  return sequence(toBeSigned, algorithm, tagged(0x03, Buffer.from([0]), signature));
}

function commonName(name: string): Buffer {
  const value = tagged(0x0c, Buffer.from(name));
  return sequence(tagged(0x31, sequence(objectId('550403'), value)));
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, ...parts);
}

function integer(value: number): Buffer {
  return tagged(0x02, Buffer.from([value]));
}

function objectId(hexadecimal: string): Buffer {
  return tagged(0x06, Buffer.from(hexadecimal, 'hex'));
}

function utcTime(text: string): Buffer {
  return tagged(0x17, Buffer.from(text));
}

/** Tag, length and value (X.690 8.1). */
function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  const size = value.length;
  const length = size < 0x80 ? [size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), value]);
}
