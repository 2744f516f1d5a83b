import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';
import type { ImportBatch, ImportInspection, ImportKind, ImportOptions } from '../import-source.ts';
import { type CardTable, noteTypeOf } from './card-deck.ts';
import { planCards, readCards } from './card-rows.ts';
import { hasPersonHeader } from './header-row.ts';
import { type PersonTable, planPeople, readPeople } from './person-rows.ts';
import { type Row, sampleRows, type Table, tableRows } from './table.ts';

/** Reads every row once, so that a file which breaks half-way is refused before anything is kept. */
export async function inspectTables(
  kind: ImportKind,
  tables: Table[],
  options: ImportOptions,
): Promise<ImportInspection> {
  const plan = await planTables(tables, options);
  let notes = 0;
  let cards = 0;
  if (plan.rows === 'people') {
    for (const { table, plan: columns } of plan.tables) {
      for await (const _ of tableRows(table, columns)) notes += 1;
    }
  } else {
    for (const table of plan.tables) {
      for await (const row of tableRows(table.table, table.plan)) {
        notes += 1;
        cards += noteTypeOf(table, row)?.templates.length ?? 1;
      }
    }
  }
  return { kind, totals: { notes, cards, reviews: 0, media: 0 } };
}

export async function* readTables(
  tables: Table[],
  options: ImportOptions,
): AsyncGenerator<ImportBatch> {
  const plan = await planTables(tables, options);
  yield* plan.rows === 'people' ? readPeople(plan.tables) : readCards(plan.tables);
}

type TablePlan = { rows: 'people'; tables: PersonTable[] } | { rows: 'cards'; tables: CardTable[] };

async function planTables(tables: Table[], options: ImportOptions): Promise<TablePlan> {
  const filled: { table: Table; sample: Row[] }[] = [];
  for (const table of tables) {
    const sample = await sampleRows(table);
    if (sample.length > 0) filled.push({ table, sample });
  }
  if (filled.length === 0) throw emptyFile();
  const rows =
    options.rows ?? (filled.every(({ sample }) => hasPersonHeader(sample)) ? 'people' : 'cards');
  return rows === 'people'
    ? { rows, tables: planFilled(filled, options, planPeople) }
    : { rows, tables: planFilled(filled, options, planCards) };
}

/** Leaves out tables that have nothing below their header row. */
function planFilled<Planned extends { plan: { headerRow: boolean } }>(
  filled: { table: Table; sample: Row[] }[],
  { mapping }: ImportOptions,
  plan: (table: Table, sample: Row[], mapping: ImportOptions['mapping']) => Planned,
): Planned[] {
  const planned = filled.flatMap(({ table, sample }) => {
    const result = plan(table, sample, mapping);
    return sample.length > (result.plan.headerRow ? 1 : 0) ? result : [];
  });
  if (planned.length === 0) throw emptyFile();
  return planned;
}

function emptyFile(): ImportRefusedError {
  return new ImportRefusedError('empty_file', 'The file has no rows.');
}
