import { DirectoryError } from '../directory-error.ts';
import type { LdapConnection, PageRequest } from './ldap-connection.ts';
import type { LdapEntry } from './ldap-entry.ts';

const PAGE_SIZE = 500;
/** A server may answer an empty page and a cookie when it has looked long enough, not for ever. */
const MAX_EMPTY_PAGES = 1_000;

export type PagedRequest = Omit<PageRequest, 'page' | 'sizeLimit'>;

/**
 * Everything that matches, page by page. Only a page that says it is the last ends it: an empty one
 * with a cookie does not, and one that does not speak of pages is an error, since pages were demanded.
 * @throws DirectoryError; what came before it is then not all
 */
export async function* searchPages(
  connection: Pick<LdapConnection, 'searchPage'>,
  request: PagedRequest,
): AsyncGenerator<LdapEntry[]> {
  let cookie: Buffer = Buffer.alloc(0);
  let emptyPages = 0;
  do {
    const page = await connection.searchPage({ ...request, page: { size: PAGE_SIZE, cookie } });
    if (!page.cookie) {
      throw new DirectoryError('truncated', 'The directory does not say whether that is all');
    }
    cookie = page.cookie;
    emptyPages = page.entries.length === 0 ? emptyPages + 1 : 0;
    if (emptyPages > MAX_EMPTY_PAGES) {
      throw new DirectoryError('truncated', 'The directory answers empty pages without end');
    }
    if (page.entries.length > 0) yield page.entries;
  } while (cookie.length > 0);
}
