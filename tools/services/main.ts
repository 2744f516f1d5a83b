import { once } from 'node:events';
import { runChild } from '../child.ts';
import { interruption } from '../interruption.ts';
import { hubSettings, MissingServicesError, openServices } from './services.ts';

/**
 * `npm run with-services -- COMMAND`: runs a command beside throw-away services. Without a command,
 * prints the variables and keeps the services until Ctrl-C.
 */
async function main(command: string[]): Promise<number> {
  const stop = interruption();
  const services = await openServices(['postgres', 'redis', 'chromium']);
  try {
    const testEnv = await services.env();
    const env = { ...testEnv, ...hubSettings(testEnv) };
    if (command.length > 0) return await runChild(command, { env, stop });
    for (const [name, value] of Object.entries(env)) console.log(`${name}=${value}`);
    console.log('Ctrl-C stops them.');
    const alive = setInterval(() => {}, 60_000);
    if (!stop.aborted) await once(stop, 'abort');
    clearInterval(alive);
    return 0;
  } finally {
    await services.close();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof MissingServicesError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
