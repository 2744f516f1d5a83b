import pg from 'pg';

/** A deck as the hub answers it. */
export type DeckBody = Record<string, unknown> & { id: string };

/** A plain table that holds what the hub answered: the same columns, no tenant, no policies. */
export async function writeBareTable(databaseUrl: string, decks: DeckBody[]): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query(
    `create table bare_deck (id uuid primary key, "parentId" uuid, title text, path text,
       description text, language text, licence text, status text, revision int, atoms int,
       prompts int, version int, "createdAt" timestamptz, "updatedAt" timestamptz)`,
  );
  await client.query(
    'insert into bare_deck select * from jsonb_populate_recordset(null::bare_deck, $1::jsonb)',
    [JSON.stringify(decks)],
  );
  await client.query('analyze bare_deck');
  // Readable for the role that the hub reads with.
  await client.query('grant select on bare_deck to public');
  await client.end();
}
