import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { Database } from '../../platform/database/database.ts';
import { createTenantLinks } from '../../platform/tenancy/tenant-links.ts';
import type { PackageTarget } from '../courses/course-structure.ts';

const PURPOSE = 'course-files';

/** Addresses of the files of courses on the content origin. */
export interface ContentLinks {
  /**
   * `<CONTENT_ORIGIN>/files/<token>/`: below it is every file of the course, by its path in the
   * package, until `expiresAt`. The token is in the path, so relative addresses stay within it and
   * no cookie is needed.
   */
  filesUrl(tenantId: string, course: { courseId: string; expiresAt: Date }): Promise<string>;
  /** @throws SignedLinkError */
  verify(token: string): Promise<{ tenantId: string; courseId: string }>;
}

export function createContentLinks({
  contentOrigin,
  ...deps
}: {
  database: Database;
  master: MasterKeys;
  contentOrigin: string;
}): ContentLinks {
  const links = createTenantLinks(deps, 'course-content');
  return {
    async filesUrl(tenantId, { courseId, expiresAt }) {
      const claims = { purpose: PURPOSE, payload: courseId, expiresAt: expiresAt.getTime() };
      return `${contentOrigin}/files/${await links.sign(tenantId, claims)}/`;
    },
    async verify(token) {
      const { tenantId, payload } = await links.verify(token, PURPOSE);
      return { tenantId, courseId: String(payload) };
    },
  };
}

/** Address of a file of the package below what `filesUrl` answered. */
export function targetUrl(filesUrl: string, { path, suffix }: PackageTarget): string {
  return `${filesUrl}${path.split('/').map(encodeURIComponent).join('/')}${suffix}`;
}
