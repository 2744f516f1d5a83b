import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { canInstall, install } from '../../../tools/services/debian.ts';
import { freePort } from '../../../tools/services/free-port.ts';
import { newIdentity } from '../idp/identity.ts';
import { php } from './php.ts';

/** Debian's package; elsewhere it is asked for. */
const ROOT = '/usr/share/simplesamlphp';
const PACKAGES = ['simplesamlphp', 'php-cli', 'php-cgi', 'php-xml', 'php-mbstring'];
const READY_LIMIT_MS = 20_000;

export interface Person {
  uid: string;
  password: string;
  mail: string;
  givenName: string;
  sn: string;
  groups: string[];
}

/** A hub's connection as the provider's administrator enters it. */
export interface ServiceProvider {
  entityId: string;
  acs: string;
  slo: string;
  /** Base64, from the hub's metadata. */
  certificate: string;
  encrypts: boolean;
}

/** SimpleSAMLphp as an identity provider, on a port of its own. */
export interface SimpleSamlPhp {
  /** Where browsers find it. */
  url: string;
  metadataUrl: string;
  /** Requests that are not signed by the certificate are refused from here on. */
  register(sp: ServiceProvider): Promise<void>;
  close(): Promise<void>;
}

function provideSimpleSamlPhp(): void {
  if (existsSync(ROOT) && hasExtensions()) return;
  if (!canInstall()) {
    throw new Error(`SimpleSAMLphp is missing: install the Debian packages ${PACKAGES.join(', ')}`);
  }
  install(PACKAGES);
}

/** PHP is there, and can read XML. */
function hasExtensions(): boolean {
  const asked = "exit(extension_loaded('dom') && extension_loaded('mbstring') ? 0 : 1);";
  return spawnSync('php', ['-r', asked], { stdio: 'ignore' }).status === 0;
}

export async function startSimpleSamlPhp(people: readonly Person[]): Promise<SimpleSamlPhp> {
  provideSimpleSamlPhp();
  const folder = await mkdtemp(join(tmpdir(), 'crosswalk-ssp-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  await configure(folder, { url, people });
  const child = spawn('php', ['-S', `127.0.0.1:${port}`, '-t', join(ROOT, 'www')], {
    env: { PATH: process.env.PATH ?? '', SIMPLESAMLPHP_CONFIG_DIR: join(folder, 'config') },
    stdio: 'ignore',
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const metadataUrl = `${url}saml2/idp/metadata.php`;
  const close = async () => {
    child.kill();
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await isReady(metadataUrl);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...{ url, metadataUrl, close },
    register: (sp) =>
      writeFile(
        join(folder, 'metadata', 'saml20-sp-remote.php'),
        php('metadata', {
          [sp.entityId]: serviceProvider(sp),
        }),
      ),
  };
}

async function isReady(metadataUrl: string): Promise<void> {
  const end = Date.now() + READY_LIMIT_MS;
  let said = '';
  while (Date.now() < end) {
    const answer = await fetch(metadataUrl).catch(() => undefined);
    if (answer?.headers.get('content-type')?.includes('samlmetadata')) return;
    said = answer ? `${answer.status} ${(await answer.text()).slice(0, 1_000)}` : said;
    await wait(100);
  }
  throw new Error(`SimpleSAMLphp did not start: ${said}`);
}

async function configure(
  folder: string,
  { url, people }: { url: string; people: readonly Person[] },
): Promise<void> {
  const within = (name: string) => join(folder, name);
  for (const name of ['config', 'metadata', 'cert', 'log', 'data', 'tmp', 'sessions']) {
    await mkdir(within(name));
  }
  const { privateKey, certificate } = newIdentity();
  await writeFile(within('cert/idp.pem'), privateKey);
  await writeFile(within('cert/idp.crt'), certificate);
  const config = {
    baseurlpath: url,
    ...{ certdir: within('cert/'), loggingdir: within('log/'), datadir: within('data/') },
    ...{ tempdir: within('tmp'), secretsalt: 'a salt of this test alone', timezone: 'UTC' },
    'auth.adminpassword': 'admin-of-this-test',
    'logging.handler': 'errorlog',
    'enable.saml20-idp': true,
    'metadata.sources': [{ type: 'flatfile', directory: within('metadata') }],
    'store.type': 'phpsession',
    'session.phpsession.savepath': within('sessions'),
    'session.cookie.secure': false,
    'module.enable': { exampleauth: true, core: true, saml: true },
    'language.default': 'en',
    'theme.use': 'default',
  };
  await writeFile(within('config/config.php'), php('config', config));
  const users = Object.fromEntries(
    people.map(({ password, groups, ...person }) => [
      `${person.uid}:${password}`,
      { ...Object.fromEntries(Object.entries(person).map(([k, v]) => [k, [v]])), groups },
    ]),
  );
  const sources = { people: { 0: 'exampleauth:UserPass', ...users } };
  await writeFile(within('config/authsources.php'), php('config', sources));
  await writeFile(
    within('metadata/saml20-idp-hosted.php'),
    php('metadata', {
      '__DYNAMIC:1__': {
        ...{ host: '__DEFAULT__', privatekey: 'idp.pem', certificate: 'idp.crt', auth: 'people' },
        'sign.logout': true,
        'validate.logout': true,
        // Otherwise names are transient.
        authproc: { 10: { class: 'saml:PersistentNameID', attribute: 'uid' } },
      },
    }),
  );
  await writeFile(within('metadata/saml20-sp-remote.php'), php('metadata', {}));
}

function serviceProvider({ acs, slo, certificate, encrypts }: ServiceProvider) {
  const keys = ['signing', 'encryption'].map((use) => ({
    ...{ type: 'X509Certificate', signing: use === 'signing', encryption: use === 'encryption' },
    X509Certificate: certificate,
  }));
  return {
    AssertionConsumerService: acs,
    SingleLogoutService: slo,
    NameIDFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    'validate.authnrequest': true,
    'assertion.encryption': encrypts,
    keys,
  };
}
