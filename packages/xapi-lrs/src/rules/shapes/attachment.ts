import { digestOf, signatureUsageType } from '../attachments.ts';
import { isMediaType } from '../values/media-type.ts';
import { type Fault, misfit, type Rule, under } from './rule.ts';
import { required, shape } from './shape.ts';
import { formatted, iri, languageMap, list } from './value-rules.ts';

const hexadecimal = /^[0-9a-f]+$/i;

const length: Rule = (value) =>
  Number.isSafeInteger(value) && Number(value) >= 0
    ? undefined
    : misfit(value, 'a number of octets', 'XAPI-00102');

function checkSignatureType(attachment: Record<string, unknown>): Fault | undefined {
  const { usageType, contentType } = attachment;
  if (usageType !== signatureUsageType || contentType === 'application/octet-stream') {
    return undefined;
  }
  return under(
    'contentType',
    misfit(contentType, '"application/octet-stream" for a signature', 'XAPI-00115'),
  );
}

/** xAPI 1.0.3 data 2.4.11. */
const attachment = shape({
  name: 'an attachment',
  requirement: 'XAPI-00025',
  properties: {
    usageType: required(iri('XAPI-00107'), 'XAPI-00107'),
    display: required(languageMap('XAPI-00106'), 'XAPI-00106'),
    description: languageMap('XAPI-00013'),
    contentType: required(
      formatted(isMediaType, 'a media type, such as text/plain; charset=utf-8', 'XAPI-00105'),
      'XAPI-00105',
    ),
    length: required(length, 'XAPI-00102'),
    sha2: required(
      formatted(
        (value) => digestOf(value) !== undefined && hexadecimal.test(value),
        'a SHA-2 of 56, 64, 96 or 128 hexadecimal digits',
        'XAPI-00103',
      ),
      'XAPI-00103',
    ),
    fileUrl: iri('XAPI-00104'),
  },
  across: [checkSignatureType],
});

export const attachments = list(attachment, 'attachments', 'XAPI-00025');
