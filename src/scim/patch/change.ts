import type { ClientQuirks } from '../schemas/client-profile.ts';
import type { PatchOperation } from './patch-operation.ts';

/** What an operation does to the attribute it has come down to. */
export interface Change {
  op: PatchOperation['op'];
  /** Untrusted. */
  value: unknown;
  quirks: ClientQuirks;
}
