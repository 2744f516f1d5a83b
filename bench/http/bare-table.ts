import pg from 'pg';

/** A deck as the hub answers it. */
export type DeckBody = Record<string, unknown> & { id: string };

/** Plain tables that hold what the hub answered: the same columns, no tenant, no policies. */
export async function writeBareTables(databaseUrl: string, decks: DeckBody[]): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query(
    `create table bare_deck (id uuid primary key, "parentId" uuid, title text, path text,
       description text, language text, licence text, status text, revision int, version int,
       "createdAt" timestamptz, "updatedAt" timestamptz);
     create table bare_deck_revision ("deckId" uuid, n int, atoms int, prompts int,
       primary key ("deckId", n));`,
  );
  const inserts = [
    'insert into bare_deck select * from jsonb_populate_recordset(null::bare_deck, $1::jsonb)',
    `insert into bare_deck_revision select id, revision, atoms, prompts
     from jsonb_to_recordset($1::jsonb) as x(id uuid, revision int, atoms int, prompts int)`,
  ];
  for (const insert of inserts) await client.query(insert, [JSON.stringify(decks)]);
  await client.query('analyze bare_deck, bare_deck_revision');
  // Readable for the role that the hub reads with.
  await client.query('grant select on bare_deck, bare_deck_revision to public');
  await client.end();
}
