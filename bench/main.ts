import { cpus, loadavg } from 'node:os';
import { runChild } from '../tools/child.ts';
import { interruption } from '../tools/interruption.ts';
import { hubSettings, openServices } from '../tools/services/services.ts';
import type { Part } from './context.ts';
import { httpPart } from './http/part.ts';
import { importedHubs } from './import/imported-hubs.ts';
import { importPart } from './import/part.ts';
import { scormPart } from './scorm/part.ts';
import { searchPart } from './search.ts';

const parts: Record<string, Part> = {
  import: importPart,
  search: searchPart,
  http: httpPart,
  scorm: scormPart,
};

/** `npm run bench [part ...]`: prints what was measured; a missed goal is no failure. */
async function main(names: string[]): Promise<void> {
  const chosen = Object.entries(parts).filter(([name]) => !names.length || names.includes(name));
  if (chosen.length === 0) throw new Error(`Parts are: ${Object.keys(parts).join(', ')}`);
  const code = await runChild(['npm', 'run', '--silent', 'build'], { stop: interruption() });
  if (code !== 0) throw new Error('The build failed.');
  const services = await openServices(['postgres']);
  const postgres = async () => {
    const { DATABASE_URL = '', MIGRATE_DATABASE_URL = '' } = hubSettings(await services.env());
    return { DATABASE_URL, MIGRATE_DATABASE_URL };
  };
  const imported = importedHubs({ postgres, pglite: async () => ({}) });
  try {
    for (const [name, part] of chosen) {
      const load = loadavg()
        .map((value) => value.toFixed(1))
        .join(' ');
      console.log(`\n# ${name}: Node ${process.version}, ${cpus().length} cores, load ${load}`);
      for (const text of await part({ postgres, imported })) console.log(text);
    }
  } finally {
    await imported.close();
    await services.close();
  }
}

await main(process.argv.slice(2));
