import Router from '@koa/router';
import Koa from 'koa';
import pg from 'pg';

/** The most that Koa and pg can do: the same select on a plain table, nothing else. */
const { databaseUrl, port }: { databaseUrl: string; port: number } = JSON.parse(
  process.argv[2] ?? '{}',
);
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
const router = new Router();
router.get('/decks/:id', async (ctx) => {
  const { rows } = await pool.query('select * from bare_deck where id = $1', [ctx.params.id]);
  ctx.body = rows[0];
});
router.get('/decks', async (ctx) => {
  const { rows } = await pool.query('select * from bare_deck order by id limit $1', [20]);
  ctx.body = { data: rows, nextCursor: null };
});
const app = new Koa();
app.use(router.routes());
app.listen(port, '127.0.0.1', () => console.log('ready'));
