import type { Statement } from './statement.ts';

/**
 * Checks the content of a signature attachment (xAPI 1.0.3 data 2.6, 2.0 4.2.6).
 * @param jws JWS in compact serialisation
 * @throws XapiError 400
 */
export function checkSignature(_statement: Statement, _jws: string): void {}
