import { expect } from 'chai';
import { parseS3Url } from './s3-settings.ts';

describe('BLOB_URL for S3', () => {
  it('names bucket, prefix, endpoint, region and credentials', () => {
    const url =
      's3://AKIA:se%2Fcret@media/hub/prod/?endpoint=http://127.0.0.1:9000&region=eu-west-1&forcePathStyle=true';
    expect(parseS3Url(url)).to.deep.equal({
      bucket: 'media',
      prefix: 'hub/prod/',
      endpoint: 'http://127.0.0.1:9000',
      region: 'eu-west-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'AKIA', secretAccessKey: 'se/cret' },
    });
  });

  it('needs only the bucket', () => {
    expect(parseS3Url('s3://media')).to.deep.equal({
      bucket: 'media',
      prefix: '',
      endpoint: undefined,
      region: 'us-east-1',
      forcePathStyle: false,
      credentials: undefined,
    });
  });

  for (const url of [
    's3://',
    's3:///prefix',
    'https://bucket',
    's3://bucket?pathStyle=true',
    's3://KEY@bucket',
    's3://KEY:kAnArY@bucket:port',
  ]) {
    it(`refuses ${url} by name, without its secret`, () => {
      expect(() => parseS3Url(url))
        .to.throw(RangeError, /BLOB_URL/)
        .that.does.not.match(/kAnArY/);
    });
  }
});
