import type { Outbound } from '../../../platform/outbound/outbound.ts';
import { OutboundError } from '../../../platform/outbound/outbound-error.ts';
import {
  type IdpMetadata,
  MAX_METADATA_BYTES,
  MetadataError,
  readIdpMetadata,
} from './idp-metadata.ts';

/** @throws MetadataError also where the address does not answer as it should */
export async function fetchIdpMetadata(outbound: Outbound, url: string): Promise<IdpMetadata> {
  try {
    const response = await outbound.fetch(url, {
      headers: { Accept: 'application/samlmetadata+xml, application/xml, text/xml' },
      maxBytes: MAX_METADATA_BYTES,
    });
    if (response.status !== 200) {
      throw new MetadataError(`The address answered with the status ${response.status}`);
    }
    return readIdpMetadata(await response.text());
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    throw new MetadataError(error.message, { cause: error });
  }
}
