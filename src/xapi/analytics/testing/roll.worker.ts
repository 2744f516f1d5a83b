import { openPostgres } from '../../../platform/database/postgres.ts';
import { rollNext } from '../rollups/roll.ts';

/** A process that sums a tenant's facts a few at a time, and says so; it is there to be killed. */
const [url = '', tenantId = ''] = process.argv.slice(2);
const database = await openPostgres({ url, poolSize: 1, bypassingRole: 'refuse' });
process.stdout.write('rolling\n');
while (await database.tenant(tenantId, (db) => rollNext(db, 3)));
process.stdout.write('done\n');
await database.close();
