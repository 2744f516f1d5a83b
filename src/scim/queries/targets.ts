import type { FilterTarget } from '../filter/filter-target.ts';
import { groupTarget } from '../groups/group-target.ts';
import type { ResourceKind, ResourceSchema } from '../schemas/registry.ts';
import { userTarget } from '../users/user-target.ts';

/** What searches of each kind run on. */
export type Targets = Record<ResourceKind, (schema: ResourceSchema) => FilterTarget>;

/** @param base URL of `/scim/v2` */
export function createTargets(base: string): Targets {
  return {
    User: (schema) => userTarget(schema, base),
    Group: (schema) => groupTarget(schema, base),
  };
}
