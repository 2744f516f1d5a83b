import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export interface Signer {
  privateKey: KeyObject;
  /** Self-signed X.509 certificate, DER in base64, as x5c has it. */
  certificate: string;
}

/** A key and its certificate, both made up (RFC 5280 4.1; ASN.1 DER by hand). */
export function newSigner(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const sha256WithRsa = sequence(der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05));
  const commonName = sequence(
    der(0x06, Buffer.from('550403', 'hex')),
    der(0x0c, Buffer.from('signer')),
  );
  const name = sequence(der(0x31, commonName));
  const time = (text: string) => der(0x17, Buffer.from(text));
  const certified = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    sha256WithRsa,
    name,
    sequence(time('200101000000Z'), time('491231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', certified, privateKey);
  const unusedBits = Buffer.from([0]);
  return {
    privateKey,
    certificate: sequence(
      certified,
      sha256WithRsa,
      der(0x03, Buffer.concat([unusedBits, signature])),
    ).toString('base64'),
  };
}

const sequence = (...contents: Buffer[]): Buffer => der(0x30, ...contents);

function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
