import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestHub, type TestHub } from '../../../api/test-hub.ts';
import { createContentApp } from '../../../content-app.ts';

export interface TestContentHub extends TestHub {
  contentOrigin: string;
}

/** A test hub whose content origin answers, too. */
export async function startTestContentHub(): Promise<TestContentHub> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Sound because the server listens on a port.
  const { port } = server.address() as AddressInfo;
  const contentOrigin = `http://127.0.0.1:${port}`;
  const hub = await startTestHub({ CONTENT_ORIGIN: contentOrigin });
  server.on('request', createContentApp(hub.hub).callback());
  return {
    ...hub,
    contentOrigin,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await hub.close();
    },
  };
}
