import type { ProvisionedPerson } from '../../core/people/provisioning/provisioned-person.ts';
import type { ConnectTcp } from '../../platform/outbound/guarded-tcp.ts';
import { DirectoryError } from '../directory-error.ts';
import type { LdapConnection } from '../ldap/ldap-connection.ts';
import { findByLogin } from '../login/find-by-login.ts';
import { personAttributes, toDirectoryPerson } from '../reading/directory-person.ts';
import { connectLdap, type OpenDirectory, withRoot } from '../reading/open-directory.ts';
import { readGroups } from '../reading/read-groups.ts';
import { userFilter } from '../reading/read-people.ts';
import type { DirectoryConnection } from './directory-settings.ts';

const TIMEOUT_MS = 20_000;
const PREVIEWED = 5;

export interface TestStep {
  step: 'connect' | 'bind' | 'server' | 'people' | 'groups';
  ok: boolean;
  detail: string;
}

export interface PreviewedPerson {
  dn: string;
  person: ProvisionedPerson;
}

export interface ConnectionTest {
  steps: TestStep[];
  preview: PreviewedPerson[];
}

/** Tries a connection step by step, up to the first that fails; changes nothing. */
export async function testConnection({
  connectTcp,
  connection,
  password,
  user,
}: {
  connectTcp: ConnectTcp;
  connection: DirectoryConnection;
  password: string;
  user: string | undefined;
}): Promise<ConnectionTest> {
  const test: ConnectionTest = { steps: [], preview: [] };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  let ldap: LdapConnection | undefined;
  const attempt = async <T>(
    step: TestStep['step'],
    work: () => Promise<{ detail: string; result: T }>,
  ): Promise<T> => {
    try {
      const { detail, result } = await work();
      test.steps.push({ step, ok: true, detail });
      return result;
    } catch (error) {
      if (error instanceof DirectoryError) {
        test.steps.push({ step, ok: false, detail: error.message });
      }
      throw error;
    }
  };
  try {
    const opened = await attempt('connect', async () => {
      ldap = await connectLdap({ connectTcp, connection, signal });
      return { detail: connectDetail(connection), result: ldap };
    });
    await attempt('bind', async () => {
      await opened.bind(connection.settings.bindDn, password);
      return { detail: `Signed in as ${connection.settings.bindDn}`, result: undefined };
    });
    const directory = await attempt('server', async () => {
      const result = await withRoot(opened, connection);
      return { detail: describeServer(result), result };
    });
    test.preview = await attempt('people', () => previewPeople(directory, user));
    if (connection.settings.groups) await attempt('groups', () => previewGroups(directory));
  } catch (error) {
    if (!(error instanceof DirectoryError)) throw error;
  } finally {
    ldap?.close();
  }
  return test;
}

function connectDetail({ settings: { url, startTls } }: DirectoryConnection): string {
  const isPlain = !url.toLowerCase().startsWith('ldaps:') && !startTls;
  return isPlain ? 'Connected without encryption' : 'Connected, and the certificate is trusted';
}

function describeServer({ root, connection }: OpenDirectory): string {
  const isActiveDirectory = root.text('dsServiceName') !== undefined;
  if (isActiveDirectory !== (connection.profile === 'active_directory')) {
    throw new DirectoryError(
      'refused',
      isActiveDirectory
        ? 'This is an Active Directory: choose the profile active_directory'
        : 'This is no Active Directory: choose the profile openldap',
    );
  }
  const name = root.text('dnsHostName') ?? root.text('vendorName') ?? 'The server';
  return `${name} has ${root.texts('namingContexts').join(', ') || 'no naming contexts'}`;
}

async function previewPeople(directory: OpenDirectory, user: string | undefined) {
  const at = new Date();
  const { connection, profile, ldap } = directory;
  const entries = user
    ? await findByLogin(directory, user)
    : (
        await ldap.searchPage({
          ...{ base: connection.settings.baseDn, scope: 'sub', sizeLimit: PREVIEWED },
          filter: userFilter(directory),
          attributes: personAttributes(directory),
          controls: profile.controls(),
        })
      ).entries;
  const result = entries
    .slice(0, PREVIEWED)
    .map((entry) => toDirectoryPerson(directory, { entry, at }))
    .map(({ dn, person }) => ({ dn, person }));
  if (result.length === 0) {
    throw new DirectoryError(
      'refused',
      user
        ? `Nobody signs in as ${user}`
        : `Nobody is found below ${connection.settings.baseDn}: look at the base, the filter, and what the account may see`,
    );
  }
  return { detail: 'People are found; see how they would be taken over', result };
}

async function previewGroups(directory: OpenDirectory) {
  for await (const [group] of readGroups(directory)) {
    if (group) {
      return { detail: `Groups are found, such as ${group.name}`, result: undefined };
    }
  }
  throw new DirectoryError('refused', 'No groups are found: look at their base and filter');
}
