/** LTIKEY of the installation: for cookies, and keys at rest. */
export const LTIJS_KEY = 'a key for cookies and keys at rest';
