import type { MasterKeys } from '../../../platform/crypto/master-keys.ts';
import type { Database } from '../../../platform/database/database.ts';
import { createTenantLinks } from '../../../platform/tenancy/tenant-links.ts';
import type { LaunchMode } from '../sessions/session.ts';

const PURPOSE = 'course-menu';
/** A learner comes back to the page from each part. */
const MENU_MS = 12 * 3_600_000;

/** Whose parts of a course are shown. */
export interface MenuGrant {
  courseId: string;
  personId: string;
  assignmentId: string | null;
  launchMode: LaunchMode;
  /** Where the way out leads. */
  returnUrl?: string | undefined;
  /** BCP 47; before the person's own. */
  locale?: string | undefined;
  /** Sources for `frame-ancestors`; none: nobody may frame it. */
  frameAncestors: string[];
}

export interface MenuLinks {
  /** Path of the page. */
  sign(tenantId: string, grant: MenuGrant): Promise<string>;
  /** @throws SignedLinkError */
  verify(token: string): Promise<{ tenantId: string; grant: MenuGrant }>;
}

export function createMenuLinks(deps: { database: Database; master: MasterKeys }): MenuLinks {
  const links = createTenantLinks(deps, 'course-menus');
  return {
    async sign(tenantId, payload) {
      const expiresAt = Date.now() + MENU_MS;
      return `/play/parts/${await links.sign(tenantId, { purpose: PURPOSE, payload, expiresAt })}`;
    },
    async verify(token) {
      const { tenantId, payload } = await links.verify(token, PURPOSE);
      // Sound because only `sign` above makes payloads for this purpose.
      return { tenantId, grant: payload as MenuGrant };
    },
  };
}
