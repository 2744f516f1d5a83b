import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { createTenantLinks, type TenantLinks } from '../../platform/tenancy/tenant-links.ts';
import type { LaunchMode } from '../cmi5/sessions/session.ts';

/** What the page of a SCORM course opens; it may be loaded again until it expires. */
export interface LaunchGrant {
  courseId: string;
  personId: string | null;
  /** What is gone on with; null: nothing is recorded. */
  attemptId: string | null;
  launchMode: LaunchMode;
  returnUrl: string | null;
  locale: string | null;
  frameAncestors: string[];
}

/** What a page that was loaded may write. */
export interface CommitGrant {
  attemptId: string;
  session: number;
}

export interface LaunchLinks {
  /** A page of the content origin. */
  launchUrl(db: TenantDb, grant: LaunchGrant): Promise<string>;
  /** @throws SignedLinkError */
  verifyLaunch(token: string): Promise<{ tenantId: string; grant: LaunchGrant }>;
  commitUrl(tenantId: string, grant: CommitGrant): Promise<string>;
  /** @throws SignedLinkError */
  verifyCommit(token: string): Promise<{ tenantId: string; grant: CommitGrant }>;
}

const HOUR = 3_600_000;
const LAUNCH_MS = 12 * HOUR;
const COMMIT_MS = 36 * HOUR;

export function createLaunchLinks({
  contentOrigin,
  ...deps
}: {
  database: Database;
  master: MasterKeys;
  contentOrigin: string;
}): LaunchLinks {
  const links = createTenantLinks(deps, 'course-launches');
  return {
    async launchUrl(db, payload) {
      const expiresAt = Date.now() + LAUNCH_MS;
      return `${contentOrigin}/launch/${await links.sign(db, { purpose: 'launch', payload, expiresAt })}`;
    },
    verifyLaunch: (token) => verify<LaunchGrant>(links, token, 'launch'),
    async commitUrl(tenantId, payload) {
      const expiresAt = Date.now() + COMMIT_MS;
      const claims = { purpose: 'commit', payload, expiresAt };
      return `${contentOrigin}/commits/${await links.sign(tenantId, claims)}`;
    },
    verifyCommit: (token) => verify<CommitGrant>(links, token, 'commit'),
  };
}

/** Sound where only one kind of payload is signed for the purpose. */
async function verify<T>(
  links: TenantLinks,
  token: string,
  purpose: string,
): Promise<{ tenantId: string; grant: T }> {
  const { tenantId, payload } = await links.verify(token, purpose);
  return { tenantId, grant: payload as T };
}
