import { hubClient } from './hub-client.ts';

/** A Basic credential of a hub's LRS, and where that is. */
export interface LrsAccess {
  endpoint: string;
  key: string;
  secret: string;
  /** The value of the `Authorization` header. */
  authorization: string;
}

type Version = '1.0.3' | '2.0.0';

/** Makes a credential that may do everything. */
export async function createLrsAccess(
  hub: { url: string },
  { defaultVersion }: { defaultVersion: Version } = { defaultVersion: '2.0.0' },
): Promise<LrsAccess> {
  const { key, secret } = await hubClient(hub).call<{ key: string; secret: string }>(
    'POST',
    '/v1/lrs-credentials',
    { name: 'Test', scopes: ['all'], defaultVersion },
  );
  const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  return { endpoint: `${hub.url}/xapi`, key, secret, authorization };
}
