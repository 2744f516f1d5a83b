import { versionOf } from '../../conformance/lti/drivers/peer-version.ts';
import { hubClient } from '../../tools/hub-client.ts';
import { installPeers } from '../../tools/peers.ts';
import { freePort } from '../../tools/services/free-port.ts';
import { benchHub } from '../bench-hub.ts';
import type { Bench, Part } from '../context.ts';
import { says, startScript } from '../script-process.ts';
import { millis, table } from '../table.ts';
import {
  changeMember,
  createMore,
  findByEmail,
  findByUserName,
  makeGroup,
  type Paging,
  pageThrough,
} from './measures.ts';
import { atOnce, benchUser, type ScimClient, scimClient, type Timing } from './scim-client.ts';

const USERS = 100_000;
const MEMBERS = 50_000;
const FEW_MEMBERS = 100;
const CREATED = 500;
const WORKERS = 16;
const GOALS = { userNameMs: 10, memberMs: 25, usersPerSecond: 300 };
const PEER_SIZES = [1_000, 10_000];

/** A directory's first sync and what it asks afterwards, beside SCIMMY in memory. */
export const scimPart: Part = { services: ['postgres'], run };

async function run(bench: Bench): Promise<string[]> {
  const own = await measureHub(bench);
  if ((await installPeers(bench.stop)) === 'failed') {
    return [own, 'scim: SCIMMY could not be installed (conformance/peers).'];
  }
  const rows = [];
  for (const users of PEER_SIZES) rows.push(await measureScimmy(users, bench.stop));
  return [own, peerTable(rows)];
}

async function measureHub({ postgres, stop }: Bench): Promise<string> {
  const env = { ...(await postgres()), RATE_LIMIT_SCIM: '10000000' };
  const hub = await benchHub({ env, stop });
  try {
    const { token } = await hubClient(hub).call<{ token: string }>('POST', '/v1/scim/connections', {
      name: 'Bench',
      profile: 'generic',
    });
    const client = scimClient(`${hub.url}/scim/v2`, token);
    const { perSecond, ids } = await sync(client, USERS);
    stop.throwIfAborted();
    const [userName, email] = [
      await findByUserName(client, USERS),
      await findByEmail(client, USERS),
    ];
    const paging = await pageThrough(client);
    const created = await createMore(client, USERS, USERS + CREATED);
    stop.throwIfAborted();
    const large = await makeGroup(client, 'Everybody', ids.slice(0, MEMBERS));
    const small = await makeGroup(client, 'A few', ids.slice(0, FEW_MEMBERS));
    const newcomer = ids.at(-1) ?? '';
    const members = {
      large: await changeMember(client, large, newcomer),
      small: await changeMember(client, small, newcomer),
    };
    return hubTable({ perSecond, userName, email, paging, created, members });
  } finally {
    await hub.close();
  }
}

/** Tells of everybody once, as a directory does at first. */
async function sync(
  client: ScimClient,
  users: number,
): Promise<{ perSecond: number; ids: string[] }> {
  const ids: string[] = [];
  const perSecond = await atOnce({ from: 0, to: users, workers: WORKERS }, async (n) => {
    const { id } = await client.call('POST', '/Users', benchUser(n));
    if (id) ids.push(id);
  });
  return { perSecond, ids };
}

interface HubFigures {
  perSecond: number;
  userName: Timing;
  email: Timing;
  paging: Paging;
  created: number;
  members: { large: Timing; small: Timing };
}

function hubTable({ perSecond, userName, email, paging, created, members }: HubFigures): string {
  const times = ({ p50, p95 }: Timing) => [millis(p50), millis(p95)];
  const rate = (value: number) => [`${value.toFixed(0)}/s`, ''];
  const users = USERS.toLocaleString('en');
  return table(`scim: ${users} users on PostgreSQL, one request after the other but for creates`, [
    ['', 'median', 'p95', 'goal'],
    [`first sync, ${WORKERS} at once`, ...rate(perSecond), `>= ${GOALS.usersPerSecond}/s`],
    [`${CREATED} creates more, 8 at once`, ...rate(created), ''],
    ['userName eq', ...times(userName), `p95 <= ${GOALS.userNameMs} ms`],
    ['emails[type eq "work"].value eq', ...times(email), ''],
    [`meta.lastModified gt, first tenth of ${paging.pages} pages`, ...times(paging.first), ''],
    ['meta.lastModified gt, last tenth', ...times(paging.last), 'as the first'],
    [
      `PATCH of a member of ${MEMBERS.toLocaleString('en')}`,
      ...times(members.large),
      `p95 <= ${GOALS.memberMs} ms`,
    ],
    [`PATCH of a member of ${FEW_MEMBERS}`, ...times(members.small), 'as the large one'],
  ]);
}

/** SCIMMY knows no members by itself and no cursors: what it can be asked. */
async function measureScimmy(users: number, stop: AbortSignal): Promise<string[]> {
  const port = await freePort();
  const server = startScript(new URL('./scimmy-server.ts', import.meta.url), { port }, stop);
  try {
    await says(server, 'ready');
    const client = scimClient(`http://127.0.0.1:${port}/scim`, 'bench');
    const { perSecond, ids } = await sync(client, users);
    const group = await makeGroup(client, 'Everybody', ids.slice(0, users / 2));
    const userName = await findByUserName(client, users);
    const email = await findByEmail(client, users);
    const member = await changeMember(client, group, ids.at(-1) ?? '');
    return [
      `SCIMMY ${versionOf('scimmy')}, ${users.toLocaleString('en')} users`,
      `${perSecond.toFixed(0)}/s`,
      ...[userName, email, member].map(({ p95 }) => millis(p95)),
    ];
  } finally {
    server.kill();
  }
}

function peerTable(rows: string[][]): string {
  return table('scim: SCIMMY with resources in memory; the group has half of its users', [
    ['', 'first sync', 'userName eq p95', 'emails eq p95', 'PATCH of a member p95'],
    ...rows,
  ]);
}
