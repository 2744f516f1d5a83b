import { storableText } from '../../../platform/storable-json.ts';

/** Keys as the database can keep them. */
export function importKey(key: string): string {
  return storableText(key);
}
