import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { createTenantLinks } from '../../platform/tenancy/tenant-links.ts';
import type { LaunchMode } from '../cmi5/sessions/session.ts';

const PURPOSE = 'course-play';

/** What a link to a course opens, and for whom. */
export interface CourseGrant {
  courseId: string;
  /** null: somebody unknown who looks around. */
  personId: string | null;
  assignmentId: string | null;
  /** Only `Normal` leaves facts. */
  launchMode: LaunchMode;
  /** Where the way out leads. */
  returnUrl?: string | undefined;
  /** BCP 47; before the person's own. */
  locale?: string | undefined;
  /** Sources for `frame-ancestors`; none: nobody may frame it. */
  frameAncestors: string[];
}

/** Links that launch a course in whoever's browser opens them, as often as they are opened. */
export interface CourseLinks {
  /**
   * `/play/courses/<token>` of the hub's own origin.
   * @param tenant its id, or a unit of work of it that is under way
   */
  issue(tenant: string | TenantDb, grant: CourseGrant, expiresAt: Date): Promise<string>;
  /** @throws SignedLinkError */
  verify(token: string): Promise<{ tenantId: string; grant: CourseGrant }>;
}

export function createCourseLinks(deps: { database: Database; master: MasterKeys }): CourseLinks {
  const links = createTenantLinks(deps, 'course-links');
  return {
    async issue(tenant, payload, expiresAt) {
      const claims = { purpose: PURPOSE, payload, expiresAt: expiresAt.getTime() };
      return `/play/courses/${await links.sign(tenant, claims)}`;
    },
    async verify(token) {
      const { tenantId, payload } = await links.verify(token, PURPOSE);
      // Sound because only `issue` above makes payloads for this purpose.
      return { tenantId, grant: payload as CourseGrant };
    },
  };
}
