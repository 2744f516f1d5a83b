import type { Control, Filter } from 'ldapts';
import type { MappedField } from '../../core/people/connections/connection.ts';
import type { LdapEntry } from '../ldap/ldap-entry.ts';

/** How one make of directory calls things, and how it tells what has changed. */
export interface DirectoryProfile {
  userFilter: string;
  groupFilter: string;
  mapping: Partial<Record<MappedField, string>>;
  loginAttributes: readonly string[];
  /** Attributes that the functions below read. */
  attributes: readonly string[];
  /** Sent with each search. */
  controls(): Control[];
  /** What an object keeps when it is renamed or moved; undefined where it is not shown to us. */
  subjectOf(entry: LdapEntry): string | undefined;
  /** Whether the account may be used at the time. */
  isActive(entry: LdapEntry, at: Date): boolean;
  /** Id within the domain of the group that somebody is in without being listed as its member. */
  primaryGroupOf(entry: LdapEntry): number | null;
  /** The same id of a group. */
  groupIdOf(entry: LdapEntry): number | null;
  changes: {
    /** Attribute of an entry by which its change is known. */
    attribute: string;
    /** The watermark of what is about to be read, where the server tells; else the latest entry's. */
    start(root: LdapEntry): string | undefined;
    /** What may have been changed since the watermark was taken. */
    since(watermark: string): Filter;
    /** What was changed later than that. */
    after(watermark: string): Filter;
    /** The later of two watermarks. */
    later(a: string, b: string): string;
  };
}
