/** Attributes of which nobody needs the values to find a mistake (RFC 7643 4.1), in lower case. */
export const hidden = new Set([
  'password',
  'phonenumbers',
  'ims',
  'photos',
  'addresses',
  'x509certificates',
  'nickname',
  'profileurl',
]);
/** Reads as a text, a relative URI and base64, so that a replay takes it for any of these. */
export const REDACTED = 'redacted';
