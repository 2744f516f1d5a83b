const loneSurrogates = /\p{Cs}/gu;

/** A package path as a relative URI reference (RFC 3986 3.3): each segment percent-encoded. */
export function href(path: string): string {
  return path.replace(loneSurrogates, '\ufffd').split('/').map(encodeURIComponent).join('/');
}

/** Any text as a URI that says the same, such as an objective's id (`xs:anyURI`). */
export function uriText(text: string): string {
  return encodeURI(text.replace(loneSurrogates, '\ufffd'));
}
