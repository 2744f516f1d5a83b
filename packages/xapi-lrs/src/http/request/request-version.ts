import type { Version } from '../../version.ts';
import { XapiError } from '../../xapi-error.ts';

/** The version that a header asks for; undefined when it is absent or none that is spoken. */
export function versionOf(header: string): Version | undefined {
  if (/^1\.0(\.\d+)?$/.test(header)) return '1.0.3';
  if (/^2\.0(\.\d+)?$/.test(header)) return '2.0.0';
  return undefined;
}

/** @throws XapiError 400 */
export function requireVersion(header: string): Version {
  const version = versionOf(header);
  if (version) return version;
  throw new XapiError(400, {
    message: header
      ? `This LRS does not speak version ${header} of xAPI.`
      : 'The header X-Experience-API-Version is missing.',
    expected: '1.0, 1.0.x, 2.0 or 2.0.x in X-Experience-API-Version',
    requirement: 'XAPI-00331',
  });
}
