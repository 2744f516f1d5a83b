/** What a request made of our people and groups. */
export interface ProvisioningChange {
  /** Such as `created`, `linked`, `updated`, `deactivated`, `deleted`. */
  outcomes: string[];
  personId?: string;
  groupId?: string;
}
