import { Control } from 'ldapts';

/** LDAP_SERVER_SHOW_DELETED_OID (MS-ADTS 3.1.1.3.4.1.14): tombstones are found, too. */
export const showDeleted = (): Control => new Control('1.2.840.113556.1.4.417', { critical: true });

/**
 * LDAP_SERVER_DOMAIN_SCOPE_OID (MS-ADTS 3.1.1.3.4.1.4): without it, a search from the root of a domain
 * is answered with references to its other partitions.
 */
export const domainScope = (): Control =>
  new Control('1.2.840.113556.1.4.1339', { critical: false });
