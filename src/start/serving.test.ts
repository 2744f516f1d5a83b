import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { listen, PortTakenError } from './serving.ts';

describe('listening', () => {
  const place = { host: '127.0.0.1', setting: 'CONTENT_PORT' } as const;

  it('on a port that is taken says which setting helps', async () => {
    const [first, second] = [createServer(), createServer()];
    await listen(first, { ...place, port: 0 });
    const { port } = first.address() as AddressInfo;
    const error = await listen(second, { ...place, port }).catch((cause: unknown) => cause);
    expect(error).to.be.instanceOf(PortTakenError);
    expect(`${error}`).to.include(`127.0.0.1:${port}`).and.include('CONTENT_PORT');
    first.close();
  });

  it('fails as it does where it cannot', async () => {
    const error = await listen(createServer(), { ...place, port: 0, host: '192.0.2.1' }).catch(
      (cause: unknown) => cause,
    );
    expect(error).to.include({ code: 'EADDRNOTAVAIL' });
  });
});
