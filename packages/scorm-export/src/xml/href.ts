const loneSurrogates = /\p{Cs}/gu;

/** A package path as a relative URI reference (RFC 3986 3.3): each segment percent-encoded. */
export function href(path: string): string {
  return path.replace(loneSurrogates, '\ufffd').split('/').map(encodeURIComponent).join('/');
}
