export interface MediaType {
  mime: string;
  /** The extension to store it under, without a dot. */
  ext: string;
}

const UNKNOWN: MediaType = { mime: 'application/octet-stream', ext: 'bin' };

/** What stands at an offset (as Latin-1; a dot is any character), and the type it tells. */
const SIGNATURES: [offset: number, pattern: RegExp, type: MediaType][] = [
  [0, /^\x89PNG\r\n/, { mime: 'image/png', ext: 'png' }],
  [0, /^\xff\xd8\xff/, { mime: 'image/jpeg', ext: 'jpg' }],
  [0, /^GIF8[79]a/, { mime: 'image/gif', ext: 'gif' }],
  [0, /^RIFF.{4}WEBP/s, { mime: 'image/webp', ext: 'webp' }],
  [0, /^RIFF.{4}WAVE/s, { mime: 'audio/wav', ext: 'wav' }],
  [4, /^ftypavi[fs]/, { mime: 'image/avif', ext: 'avif' }],
  [4, /^ftypM4[AB] /, { mime: 'audio/mp4', ext: 'm4a' }],
  [4, /^ftypqt {2}/, { mime: 'video/quicktime', ext: 'mov' }],
  [4, /^(moov|mdat|wide)/, { mime: 'video/quicktime', ext: 'mov' }],
  [4, /^ftyp/, { mime: 'video/mp4', ext: 'mp4' }],
  [0, /^fLaC/, { mime: 'audio/flac', ext: 'flac' }],
  [0, /^ID3/, { mime: 'audio/mpeg', ext: 'mp3' }],
  // An MPEG audio frame of layer III (ISO 11172-3 2.4.1.3), whose bit rate is not the forbidden one.
  [0, /^\xff[\xe2\xe3\xf2\xf3\xfa\xfb][^\xf0-\xff]/, { mime: 'audio/mpeg', ext: 'mp3' }],
  // Ogg's first page names its codec after the 27-byte page header and its segment table.
  [0, /^OggS.{24,282}OpusHead/s, { mime: 'audio/ogg', ext: 'opus' }],
  [0, /^OggS.{24,282}\x80theora/s, { mime: 'video/ogg', ext: 'ogv' }],
  [0, /^OggS/, { mime: 'audio/ogg', ext: 'ogg' }],
  // The EBML id but for its first byte, a control character.
  [1, /^E\xdf\xa3.{0,60}webm/s, { mime: 'video/webm', ext: 'webm' }],
];

/** XML declaration, comments and document type. */
const XML_PROLOGUE = /<!--.*?-->|<\?[^>]*>|<![A-Za-z][^>[]*(?:\[[^\]]*\]\s*)?>/gs;
const SVG_ROOT = /^\s*<(?:svg:)?svg[\s>/]/;

/** Containers that hold sound or film alike: the name decides between them. */
const SOUND_ONLY: Record<string, { when: string; type: MediaType }> = {
  m4a: { when: 'video/mp4', type: { mime: 'audio/mp4', ext: 'm4a' } },
  weba: { when: 'video/webm', type: { mime: 'audio/webm', ext: 'weba' } },
};

/**
 * What a file is, by its first bytes (a few kilobytes are enough). The name only tells sound from
 * film inside one container; everything not recognised is `application/octet-stream`.
 */
export function sniffMediaType(head: Buffer, name: string): MediaType {
  const latin1 = head.toString('latin1', 0, 512);
  const found = SIGNATURES.find(([offset, pattern]) => pattern.test(latin1.slice(offset)));
  if (found) return bySound(found[2], name);
  return SVG_ROOT.test(toText(head).replace(XML_PROLOGUE, ''))
    ? { mime: 'image/svg+xml', ext: 'svg' }
    : UNKNOWN;
}

function bySound(type: MediaType, name: string): MediaType {
  const sound = SOUND_ONLY[name.toLowerCase().split('.').at(-1) ?? ''];
  return sound?.when === type.mime ? sound.type : type;
}

function toText(head: Buffer): string {
  const utf16 = head[0] === 0xff && head[1] === 0xfe;
  return head.toString(utf16 ? 'utf16le' : 'utf8', 0, 4096).replace(/^\ufeff/, '');
}
