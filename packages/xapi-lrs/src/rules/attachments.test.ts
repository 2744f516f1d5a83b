import { expect } from 'chai';
import { attachmentsOf, digestOf, isSignature, needsContent } from './attachments.ts';
import type { Attachment, Statement } from './statement.ts';

describe('attachments (1.0.3 data 2.4.11)', () => {
  const attachment: Attachment = {
    usageType: 'urn:x',
    display: {},
    contentType: 'text/plain',
    length: 1,
    sha2: 'a'.repeat(64),
  };

  it('of a statement and of its SubStatement, with where they stand', () => {
    const happening = { actor: { openid: 'urn:ada' }, verb: { id: 'urn:v' } };
    const statement: Statement = {
      ...happening,
      object: {
        objectType: 'SubStatement',
        ...happening,
        object: { id: 'urn:x' },
        attachments: [attachment],
      },
      attachments: [attachment, attachment],
    };
    expect(attachmentsOf(statement).map(({ pointer }) => pointer)).to.deep.equal([
      '/attachments/0',
      '/attachments/1',
      '/object/attachments/0',
    ]);
    expect(attachmentsOf({ ...happening, object: { id: 'urn:x' } })).to.deep.equal([]);
  });

  it('XAPI-00129 content has to come along unless it is elsewhere', () => {
    expect(needsContent(attachment)).to.equal(true);
    expect(needsContent({ ...attachment, fileUrl: 'https://example.org/x' })).to.equal(false);
  });

  it('XAPI-00115 signatures are known by their usageType', () => {
    const usageType = 'http://adlnet.gov/expapi/attachments/signature';
    expect(isSignature({ ...attachment, usageType })).to.equal(true);
    expect(isSignature(attachment)).to.equal(false);
  });

  it('XAPI-00103 the SHA-2 function by the length of its hash', () => {
    const lengths = [56, 64, 96, 128, 40, 0];
    expect(lengths.map((length) => digestOf('0'.repeat(length)))).to.deep.equal([
      'sha224',
      'sha256',
      'sha384',
      'sha512',
      undefined,
      undefined,
    ]);
  });
});
