import { dispatchFormats } from '@crosswalk/scorm-export';
import { Command, Option } from 'commander';
import { exportFormats } from '../importers/exports/export-format.ts';
import { rebuildAnalyticsCommand } from './analytics-command.ts';
import { listCoursesCommand } from './courses-command.ts';
import { listDecksCommand } from './decks-command.ts';
import { dispatchCommand } from './dispatch-command.ts';
import { exportCommand } from './export-command.ts';
import { importCommand } from './import-command.ts';
import { importLtijsCommand } from './lti-command.ts';
import {
  adminLinkCommand,
  rebuildMemoryCommand,
  rotateKeysCommand,
  verifyAuditCommand,
} from './maintenance-commands.ts';
import { numberArgument } from './number-argument.ts';
import { createOutput, exitCodes, type Output } from './output.ts';
import { sandboxCommand } from './sandbox-command.ts';
import { exportStatementsCommand, importStatementsCommand } from './statements-commands.ts';
import { eraseTenantCommand, exportTenantCommand } from './tenant-command.ts';

const program = new Command('hub')
  .description('Crosswalk, the LMS integration hub.')
  .option('--json', 'print results as JSON')
  .addHelpText(
    'after',
    `
Works with a running hub (HUB_URL, HUB_API_KEY), or opens DATA_DIR itself when no hub holds it.
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 partly done.`,
  )
  .exitOverride();

/** Runs a command and turns what it throws into one line. */
function run<A extends unknown[]>(command: (out: Output, ...args: A) => Promise<number>) {
  return async (...args: A) => {
    const json = program.opts().json === true;
    try {
      process.exitCode = await command(createOutput({ json }), ...args);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      process.stderr.write(json ? `${JSON.stringify({ error: message })}\n` : `hub: ${message}\n`);
      process.exitCode = exitCodes.failed;
    }
  };
}

program
  .command('serve')
  .description('start the hub (as npm start does)')
  .action(async () => {
    await import('../main.ts');
  });
program
  .command('import <file>')
  .description('import an Anki package, a spreadsheet, a deck document or a course package')
  .option('--deck <id>', 'put everything below this deck')
  .option('--person <id>', "whose study history an .apkg carries; default the key's own person")
  .option('--mapping <json>', 'columns to fields, e.g. {"Country":"front","Capital":"back"}')
  .addOption(
    new Option('--rows <kind>', 'what rows of a spreadsheet are').choices(['cards', 'people']),
  )
  .option('--plan', 'of a table of people: only tell who would be new or updated')
  .addOption(new Option('--scheduling <how>', 'of an .apkg').choices(['keep', 'drop']))
  .option('--pages', 'of a course: make a deck of the text and questions in its pages, too')
  .action(run((out, file: string, options) => importCommand({ file, ...options }, out)));
program
  .command('export <deck>')
  .description('export a published deck, by id, path or title')
  .addOption(new Option('--format <format>').choices([...exportFormats]).makeOptionMandatory())
  .option('-o, --out <file>', 'where to write it')
  .option('--no-children', 'without the decks below it')
  .addOption(new Option('--mode <mode>', 'of the player').choices(['study', 'test']))
  .option('--mastery <score>', 'scaled score that passes, 0 to 1', numberArgument)
  .option('--questions <count>', 'a test asks so many, drawn anew for each attempt', numberArgument)
  .option(
    '--threshold <share>',
    'study is complete with this share answered, 0 to 1',
    numberArgument,
  )
  .option('--chapters', 'a unit for the deck and each deck below it')
  .option('--linear', 'each chapter opens after the one before it')
  .option(
    '--pretest <count>',
    'a test before the chapters: who passes one skips it',
    numberArgument,
  )
  .addOption(new Option('--rollup <how>', 'what passes the whole').choices(['all', 'score']))
  .action(run((out, deck: string, options) => exportCommand({ deck, ...options }, out)));
program
  .command('dispatch <deck>')
  .description("let other learning platforms play a published deck by this hub's player")
  .addOption(
    new Option('--format <format>', 'of the package')
      .choices([...dispatchFormats])
      .default('scorm12'),
  )
  .option('-o, --out <file>', 'where to write the package')
  .option('--name <name>', 'whom it is for')
  .addOption(new Option('--mode <mode>', 'of the player').choices(['study', 'test']))
  .option('--mastery <score>', 'scaled score that passes, 0 to 1', numberArgument)
  .option(
    '--revision <number>',
    'of the deck, for good; default: always the latest',
    numberArgument,
  )
  .option('--seats <count>', 'learners who may open it', numberArgument)
  .option('--expires <time>', 'from when on nobody opens it, such as 2027-07-01T00:00:00Z')
  .option('--host <host...>', 'platforms that may open it, also as *.example.org')
  .action(run((out, deck: string, options) => dispatchCommand({ deck, ...options }, out)));
program
  .command('decks')
  .description('list decks')
  .action(run((out) => listDecksCommand(out)));
program
  .command('courses')
  .description('list imported courses')
  .action(run((out) => listCoursesCommand(out)));
const statements = program.command('statements').description('xAPI statements of the LRS');
statements
  .command('export')
  .description('write statements into a file')
  .addOption(new Option('--format <format>').choices(['jsonl', 'csv']).default('jsonl'))
  .option('-o, --out <file>', 'where to write it, - for standard output')
  .option('--since <time>', 'stored then or later (RFC 3339)')
  .option('--until <time>', 'stored then or before (RFC 3339)')
  .option('--verb <id>', 'with this verb')
  .option('--activity <id>', 'about this activity')
  .option('--agent <json>', 'of this xAPI agent, e.g. {"mbox":"mailto:ada@example.com"}')
  .option('--registration <uuid>', 'of this registration')
  .option('--related', 'activity and agent wherever a statement names them')
  .action(run((out, options) => exportStatementsCommand(options, out)));
statements
  .command('import <file>')
  .description('import statements from JSON Lines')
  .addOption(
    new Option('--authority <which>', 'that statements have, or the import itself').choices([
      'keep',
      'replace',
    ]),
  )
  .action(run((out, file: string, options) => importStatementsCommand({ file, ...options }, out)));
program
  .command('admin-link')
  .description('a new one-time link that signs a browser in as administrator')
  .action(run((out) => adminLinkCommand(out)));
program
  .command('rebuild-memory')
  .description('compute every memory state again from the review log')
  .action(run((out) => rebuildMemoryCommand(out)));
program
  .command('rebuild-analytics')
  .description('compute every fact and day of the analytics again from the statements')
  .action(run((out) => rebuildAnalyticsCommand(out)));
program
  .command('verify-audit')
  .description("check every tenant's audit chain")
  .action(run((out) => verifyAuditCommand(out)));
const lti = program.command('lti').description('LTI platforms');
lti
  .command('import-ltijs')
  .description(
    'take over platforms and keys of an ltijs installation (ltijs-sequelize, PostgreSQL)',
  )
  .requiredOption('--database <url>', 'its database; a password may be in PGPASSWORD')
  .requiredOption('--key-file <file>', 'with its encryption key (LTIKEY), - for standard input')
  .option('--tenant <name>', 'name or id; default the only one')
  .action(run((out, options) => importLtijsCommand(options, out)));
lti
  .command('sandbox')
  .description('a small LMS with courses and a gradebook, registered with the hub, to try it out')
  .option('--port <port>', 'where it listens, on 127.0.0.1', numberArgument, 4010)
  .action(run((out, options) => sandboxCommand(options, out)));
const tenant = program.command('tenant').description('everything of a tenant');
tenant
  .command('export <file>')
  .description('write people, decks, study log, statements, documents and media into a zip')
  .option('--tenant <name>', 'name or id; default the only one')
  .action(run((out, file: string, options) => exportTenantCommand({ file, ...options }, out)));
tenant
  .command('erase')
  .description('delete all rows and files of a tenant, for good')
  .option('--tenant <name>', 'name or id; default the only one')
  .option('--confirm <name>', "the tenant's name; asked for without it")
  .action(run((out, options) => eraseTenantCommand(options, out)));
program
  .command('keys')
  .description('encryption keys')
  .command('rotate')
  .description('new data keys for every tenant, under the current MASTER_KEY')
  .action(run((out) => rotateKeysCommand(out)));

try {
  await program.parseAsync();
} catch (error) {
  // commander has said what is wrong; asking for help is no mistake.
  const code = error instanceof Error && 'exitCode' in error ? error.exitCode : 1;
  process.exitCode = code === 0 ? exitCodes.done : exitCodes.usage;
}
