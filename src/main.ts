import { createServer } from 'node:http';
import { createApp } from './app.ts';
import { loadConfig } from './config.ts';
import { createContentApp } from './content-app.ts';
import { openHub } from './hub.ts';
import { DirectoryLockedError } from './platform/database/directory-lock.ts';
import { UnsafeRoleError } from './platform/database/postgres.ts';
import { ConfigError } from './setting.ts';
import { greet } from './start/greeting.ts';
import { listen, PortTakenError, stopOnSignals } from './start/serving.ts';

try {
  const config = loadConfig(process.env);
  const hub = await openHub(config);
  const { HOST: host, PORT: port, contentPort } = config;
  const server = createServer(createApp(hub).callback());
  const contentServer = createServer(createContentApp(hub).callback());
  await listen(server, { port, host, setting: 'PORT' });
  await listen(contentServer, { port: contentPort, host, setting: 'CONTENT_PORT' });
  hub.start();
  stopOnSignals([server, contentServer], hub);
  greet(hub, process.stdout);
} catch (error) {
  const expected = [ConfigError, DirectoryLockedError, PortTakenError, UnsafeRoleError].some(
    (of) => error instanceof of,
  );
  console.error(expected && error instanceof Error ? `crosswalk: ${error.message}` : error);
  process.exit(1);
}
