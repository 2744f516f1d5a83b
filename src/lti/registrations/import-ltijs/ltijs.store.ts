import pg from 'pg';

/** A database of ltijs, as ltijs-sequelize 2 keeps it in PostgreSQL. */
export interface LtijsSource {
  query<T extends pg.QueryResultRow>(text: string): Promise<{ rows: T[] }>;
}

export interface LtijsPlatform {
  name: string | null;
  issuer: string;
  clientId: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  authorizationServer: string | null;
  kid: string;
  authConfig: { method?: string; key?: string } | null;
  isActive: boolean;
}

/** One part of a key pair, encrypted by the installation's key. */
export interface LtijsKey {
  kid: string;
  iv: string;
  data: string;
  createdAt: Date;
}

export interface LtijsDeployment {
  issuer: string;
  clientId: string;
  deploymentId: string;
}

export interface LtijsInstallation {
  platforms: LtijsPlatform[];
  privateKeys: LtijsKey[];
  /** As far as launches of the last day tell: ltijs keeps no deployments. */
  deployments: LtijsDeployment[];
}

/** Reads only, whatever the login may. */
export async function openLtijs(url: string): Promise<LtijsSource & { close(): Promise<void> }> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    options: '-c default_transaction_read_only=on',
  });
  await client.connect();
  return { query: (text: string) => client.query(text), close: () => client.end() };
}

export async function readLtijs(source: LtijsSource): Promise<LtijsInstallation> {
  // Column names differ by version: the authorization server came with 2.4.
  const { rows: platforms } = await source.query<LtijsPlatform>(
    `select p."platformName" as name, p."platformUrl" as issuer, p."clientId",
       p."authEndpoint" as "authorizationEndpoint", p."accesstokenEndpoint" as "tokenEndpoint",
       to_jsonb(p) ->> 'authorizationServer' as "authorizationServer", p.kid,
       p."authConfig", coalesce(s.active, true) as "isActive"
     from platforms p left join "platformStatuses" s on s.id = p.kid order by p.id`,
  );
  const { rows: privateKeys } = await source.query<LtijsKey>(
    'select kid, iv, data, "createdAt" from privatekeys order by "createdAt", kid',
  );
  const { rows: deployments } = await source.query<LtijsDeployment>(
    `select distinct iss as issuer, "clientId", "deploymentId" from idtokens
     where iss is not null and "clientId" is not null and "deploymentId" <> ''`,
  );
  return { platforms, privateKeys, deployments };
}
