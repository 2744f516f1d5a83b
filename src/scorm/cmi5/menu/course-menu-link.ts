import type { MasterKeys } from '../../../platform/crypto/master-keys.ts';
import type { Database } from '../../../platform/database/database.ts';
import { createTenantLinks } from '../../../platform/tenancy/tenant-links.ts';
import type { CourseGrant } from '../../runtime/course-link.ts';

const PURPOSE = 'course-menu';
/** A learner comes back to the page from each part. */
const MENU_MS = 12 * 3_600_000;

/** Whose parts of a course are shown. */
export interface MenuGrant extends CourseGrant {
  personId: string;
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
