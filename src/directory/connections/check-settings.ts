import { X509Certificate } from 'node:crypto';
import { FilterParser } from 'ldapts';
import { DomainError } from '../../core/domain-error.ts';
import { DirectoryError } from '../directory-error.ts';
import { readLdapUrl } from '../ldap/ldap-target.ts';
import type { DirectorySettings } from './directory-settings.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** What a schema cannot see. @throws DomainError `invalid` */
export function checkSettings(settings: DirectorySettings): void {
  const { url, userFilter, groups, caCertificates } = settings;
  try {
    readLdapUrl(url);
  } catch (error) {
    if (error instanceof DirectoryError) throw new DomainError('invalid', error.message, '/url');
    throw error;
  }
  checkFilter(userFilter, '/userFilter');
  checkFilter(groups?.filter ?? null, '/groups/filter');
  if (caCertificates !== null) checkCertificates(caCertificates);
}

function checkFilter(filter: string | null, field: string): void {
  if (filter === null) return;
  // RFC 4515; the parser also takes it without the brackets around it.
  if (!filter.startsWith('(')) throw notAFilter(field);
  try {
    FilterParser.parseString(filter);
  } catch {
    throw notAFilter(field);
  }
}

const notAFilter = (field: string) =>
  new DomainError('invalid', 'This is not a filter such as (objectClass=person)', field);

function checkCertificates(pem: string): void {
  const certificates = pem.match(CERTIFICATE) ?? [];
  try {
    if (certificates.length === 0) throw new TypeError('none');
    for (const certificate of certificates) new X509Certificate(certificate);
  } catch {
    throw new DomainError('invalid', 'These are no certificates in PEM', '/caCertificates');
  }
}
