import Router from '@koa/router';
import Koa from 'koa';
import pg from 'pg';

/** The most that Koa and pg can do: selects on plain tables, nothing else. */
const { databaseUrl, port }: { databaseUrl: string; port: number } = JSON.parse(
  process.argv[2] ?? '{}',
);
const selects = {
  row: 'select * from bare_deck d',
  // What the hub's own answer takes.
  join: `select d.*, coalesce(r.atoms, 0) as atoms, coalesce(r.prompts, 0) as prompts
    from bare_deck d left join bare_deck_revision r on r."deckId" = d.id and r.n = d.revision`,
};
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
const router = new Router();
for (const [name, select] of Object.entries(selects)) {
  router.get(`/${name}/decks/:id`, async (ctx) => {
    const { rows } = await pool.query(`${select} where d.id = $1`, [ctx.params.id]);
    ctx.body = rows[0];
  });
  router.get(`/${name}/decks`, async (ctx) => {
    const { rows } = await pool.query(`${select} order by d.id limit $1`, [20]);
    ctx.body = { data: rows, nextCursor: null };
  });
}
const app = new Koa();
app.use(router.routes());
app.listen(port, '127.0.0.1', () => console.log('ready'));
