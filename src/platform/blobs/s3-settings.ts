export interface S3Settings {
  bucket: string;
  /** Before every key; empty or ending in a slash. */
  prefix: string;
  endpoint: string | undefined;
  region: string;
  forcePathStyle: boolean;
  /** Undefined: the standard AWS variables, profiles and roles. */
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined;
}

const parameters = ['endpoint', 'region', 'forcePathStyle'];

/**
 * Reads `s3://[key:secret@]bucket[/prefix][?endpoint=...&region=...&forcePathStyle=true]`.
 * @throws RangeError that never shows the secret
 */
export function parseS3Url(text: string): S3Settings {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 's3:' || !url.hostname) {
    throw new RangeError('BLOB_URL is not of the form s3://bucket/prefix?endpoint=...&region=...');
  }
  const unknown = [...url.searchParams.keys()].find((name) => !parameters.includes(name));
  if (unknown) throw new RangeError(`BLOB_URL has an unknown parameter ${unknown}`);
  if (Boolean(url.username) !== Boolean(url.password)) {
    throw new RangeError('BLOB_URL has only one half of key:secret');
  }
  const prefix = url.pathname.replace(/^\/+|\/+$/g, '');
  return {
    bucket: url.hostname,
    prefix: prefix && `${prefix}/`,
    endpoint: url.searchParams.get('endpoint') ?? undefined,
    region: url.searchParams.get('region') ?? 'us-east-1',
    forcePathStyle: url.searchParams.get('forcePathStyle') === 'true',
    credentials: url.username
      ? {
          accessKeyId: decodeURIComponent(url.username),
          secretAccessKey: decodeURIComponent(url.password),
        }
      : undefined,
  };
}
