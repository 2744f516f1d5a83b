import { cpus, loadavg } from 'node:os';
import { runChild } from '../tools/child.ts';
import { interruption } from '../tools/interruption.ts';
import { hubSettings, MissingServicesError, openServices } from '../tools/services/services.ts';
import type { Bench, Part } from './context.ts';
import { courseCommitsPart } from './courses/commits-part.ts';
import { courseImportPart } from './courses/import-part.ts';
import { httpPart } from './http/part.ts';
import { importedHubs } from './import/imported-hubs.ts';
import { importPart } from './import/part.ts';
import { jobsPart } from './jobs/part.ts';
import { lrsHttpPart } from './lrs-http/part.ts';
import { lrsStorePart } from './lrs-store/part.ts';
import { ltiLaunchPart } from './lti/launch-part.ts';
import { ltiScoresPart } from './lti/scores-part.ts';
import { scimPart } from './scim/part.ts';
import { paintPart } from './scorm/paint-part.ts';
import { scormPart } from './scorm/part.ts';
import { searchPart } from './search.ts';

const parts: Record<string, Part> = {
  import: importPart,
  'course-import': courseImportPart,
  'course-commits': courseCommitsPart,
  search: searchPart,
  http: httpPart,
  jobs: jobsPart,
  scorm: scormPart,
  paint: paintPart,
  'lrs-http': lrsHttpPart,
  'lrs-store': lrsStorePart,
  'lti-launch': ltiLaunchPart,
  'lti-scores': ltiScoresPart,
  scim: scimPart,
};

/** `npm run bench [part ...]`: prints what was measured; a missed goal is no failure. */
async function main(names: string[], stop: AbortSignal): Promise<void> {
  const chosen = Object.entries(parts).filter(([name]) => !names.length || names.includes(name));
  if (chosen.length === 0) throw new Error(`Parts are: ${Object.keys(parts).join(', ')}`);
  const code = await runChild(['npm', 'run', '--silent', 'build'], { stop });
  if (code !== 0) throw new Error('The build failed.');
  const services = await openServices(chosen.flatMap(([, part]) => part.services));
  const postgresAndRedis = async () => {
    const env = hubSettings(await services.env());
    const { DATABASE_URL = '', MIGRATE_DATABASE_URL = '', REDIS_URL = '' } = env;
    return { DATABASE_URL, MIGRATE_DATABASE_URL, REDIS_URL };
  };
  const postgres = async () => {
    const { REDIS_URL: _redis, ...settings } = await postgresAndRedis();
    return settings;
  };
  const imported = importedHubs({ postgres, pglite: async () => ({}) }, stop);
  const bench: Bench = { postgres, postgresAndRedis, imported, stop };
  try {
    for (const [name, part] of chosen) {
      stop.throwIfAborted();
      const load = loadavg()
        .map((value) => value.toFixed(1))
        .join(' ');
      console.log(`\n# ${name}: Node ${process.version}, ${cpus().length} cores, load ${load}`);
      for (const text of await part.run(bench)) console.log(text);
    }
  } finally {
    await imported.close().finally(services.close);
  }
}

const stop = interruption();
try {
  await main(process.argv.slice(2), stop);
} catch (error) {
  if (!stop.aborted && !(error instanceof MissingServicesError)) throw error;
  console.error(error instanceof MissingServicesError ? error.message : 'Stopped.');
  process.exitCode = stop.aborted ? 130 : 1;
}
