import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { expect } from 'chai';
import { checkSignature } from './signature.ts';
import type { Statement } from './statement.ts';
import { certificate } from './testing/certificate.ts';
import { complaintOf } from './testing/complaint-of.ts';

const statement: Statement = {
  id: '6690e6c9-3ef0-4ed3-8b37-7f3964730bee',
  actor: { mbox: 'mailto:ada@example.org' },
  verb: { id: 'https://example.org/did', display: { en: 'did' } },
  object: { id: 'https://example.org/x' },
  result: { score: { raw: 7 }, duration: 'PT1.23S' },
  timestamp: '2026-05-04T12:30:00Z',
};
const signature = {
  usageType: 'http://adlnet.gov/expapi/attachments/signature',
  display: { en: 'Signature' },
  contentType: 'application/octet-stream',
  length: 1,
  sha2: 'a'.repeat(64),
};
const signed = { ...statement, attachments: [signature] };

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const root = { name: 'Root', privateKey: other.privateKey };
const rootCertificate = certificate({ name: 'Root', publicKey: other.publicKey, issuer: root });
const ownCertificate = certificate({ name: 'Own', publicKey: rsa.publicKey, issuer: root });

const base64 = (der: Buffer): string => der.toString('base64');
const part = (value: string): string => Buffer.from(value).toString('base64url');

interface Jws {
  header?: object;
  payload?: object | string;
  key?: KeyObject;
}

function jws({
  header = { alg: 'RS256' },
  payload = statement,
  key = rsa.privateKey,
}: Jws): string {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const input = `${part(JSON.stringify(header))}.${part(text)}`;
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}

describe('signatures of statements (1.0.3 data 2.6)', () => {
  const accepted: [string, string][] = [
    ['XAPI-00117 RS256', jws({})],
    ['XAPI-00117 RS384', jws({ header: { alg: 'RS384' } })],
    ['XAPI-00117 RS512', jws({ header: { alg: 'RS512' } })],
    ['its certificate', jws({ header: { alg: 'RS256', x5c: [base64(ownCertificate)] } })],
    [
      'its chain of certificates',
      jws({ header: { alg: 'RS256', x5c: [base64(ownCertificate), base64(rootCertificate)] } }),
    ],
    [
      'what an LRS assigns',
      jws({ payload: { ...statement, stored: '2026-05-04T12:30:01Z', version: '2.0.0' } }),
    ],
    [
      '2.0 4.2.7 a duration that differs beyond 0.01 s',
      jws({ payload: { ...statement, result: { score: { raw: 7 }, duration: 'PT1.2399S' } } }),
    ],
    [
      'its timestamp in another zone',
      jws({ payload: { ...statement, timestamp: '2026-05-04T14:30:00+02:00' } }),
    ],
    ['the id in another case', jws({ payload: { ...statement, id: statement.id?.toUpperCase() } })],
    ['the payload without id', jws({ payload: { ...statement, id: undefined } })],
  ];
  for (const [title, content] of accepted) {
    it(`${title} is accepted`, () => {
      checkSignature(signed, content, '2.0.0');
    });
  }

  const [head = '', body = '', tail = ''] = jws({}).split('.');
  const withCertificate = (x5c: unknown, key?: KeyObject) =>
    jws({ header: { alg: 'RS256', x5c }, ...(key && { key }) });
  const refused: [string, string, RegExp][] = [
    ['XAPI-00115 no JWS', 'nonsense', /no compact JWS/],
    ['XAPI-00115 JSON serialisation', '{"payload": ""}', /no compact JWS/],
    ['XAPI-00115 an empty signature', `${head}.${body}.`, /no compact JWS/],
    ['XAPI-00115 four parts', `${head}.${body}.${tail}.${tail}`, /no compact JWS/],
    ['XAPI-00115 a line after it', `${jws({})}\n`, /no compact JWS/],
    ['XAPI-00115 no header', `${part('x')}.${body}.${tail}`, /header that is no JSON/],
    ['XAPI-00115 a header that is no object', `${part('[]')}.${body}.${tail}`, /no header/],
    ['XAPI-00117 HS256', jws({ header: { alg: 'HS256' } }), /alg "HS256"/],
    ['XAPI-00117 none', jws({ header: { alg: 'none' } }), /alg "none"/],
    ['XAPI-00117 ES256', jws({ header: { alg: 'ES256' } }), /alg "ES256"/],
    ['XAPI-00117 no algorithm', jws({ header: {} }), /alg undefined/],
    ['XAPI-00117 an inherited name', jws({ header: { alg: 'constructor' } }), /alg "constructor"/],
    [
      'RFC 7515 4.1.11 crit',
      jws({ header: { alg: 'RS256', crit: ['b64'], b64: false } }),
      /extensions/,
    ],
    ['XAPI-00116 no JSON', jws({ payload: "{'id': 1}" }), /payload that is no JSON/],
    [
      'XAPI-00116 no UTF-8',
      `${head}.${Buffer.from([0xff]).toString('base64url')}.${tail}`,
      /no JSON/,
    ],
    ['XAPI-00116 no statement', jws({ payload: {} }), /no statement: The statement lacks "actor"/],
    [
      'XAPI-00116 another id',
      jws({ payload: { ...statement, id: '6690e6c9-3ef0-4ed3-8b37-7f3964730bef' } }),
      /another/,
    ],
    [
      'XAPI-00116 another score',
      jws({ payload: { ...statement, result: { score: { raw: 8 } } } }),
      /another/,
    ],
    [
      'XAPI-00116 another time',
      jws({ payload: { ...statement, timestamp: '2026-05-04T12:30:01Z' } }),
      /another/,
    ],
    [
      'XAPI-00116 another actor',
      jws({ payload: { ...statement, actor: { openid: 'urn:x' } } }),
      /another/,
    ],
    [
      'a certificate of another key',
      withCertificate([base64(ownCertificate)], other.privateKey),
      /does not fit/,
    ],
    [
      'a changed signature',
      withCertificate([base64(ownCertificate)]).replace(/.{8}$/, 'AAAAAAAA'),
      /does not fit/,
    ],
    [
      'a broken chain',
      withCertificate([base64(ownCertificate), base64(ownCertificate)]),
      /broken certificate chain/,
    ],
    [
      'a certificate without RSA',
      withCertificate([
        base64(certificate({ name: 'EC', publicKey: curve.publicKey, issuer: root })),
      ]),
      /no RSA/,
    ],
    ['x5c as text', withCertificate(base64(ownCertificate)), /malformed x5c/],
    ['x5c without certificate', withCertificate([]), /malformed x5c/],
    ['x5c of nonsense', withCertificate(['nonsense']), /malformed x5c/],
    ['x5c of eleven', withCertificate(Array(11).fill(base64(rootCertificate))), /malformed x5c/],
  ];
  for (const [title, content, message] of refused) {
    it(`${title} is refused`, () => {
      const complaint = complaintOf(() => checkSignature(signed, content, '2.0.0'));
      expect(complaint.message).to.match(message);
      expect(complaint.requirement).to.match(/^XAPI-0011[567]$/);
    });
  }
});
