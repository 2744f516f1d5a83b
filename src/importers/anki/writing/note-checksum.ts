import { createHash } from 'node:crypto';
import { htmlToText } from '../../../core/decks/rendering/html/text.ts';

/** `csum`: the first four bytes of the SHA-1 of the first field's text; finds duplicates. */
export function fieldChecksum(firstField: string): number {
  return createHash('sha1').update(fieldText(firstField)).digest().readUInt32BE(0);
}

/** `sfld`: what the browser sorts by. */
export function sortText(field: string): string {
  return fieldText(field);
}

/** Anki's `strip_html_preserving_media_filenames`: the names of media are part of the text. */
function fieldText(html: string): string {
  if (!html.includes('<') && !html.includes('&')) return html.trim();
  const named = html.replace(
    /<(?:img|audio|video|source|object)[^<>]{0,2000}?\s(?:src|data)=["']?([^"'<>\s]{1,400})[^<>]*>/gi,
    ' $1 ',
  );
  return htmlToText(named);
}
