const EXTENSIONS: Record<string, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/svg+xml': 'svg',
  'image/bmp': 'bmp',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/mp4': 'm4a',
  'audio/aac': 'aac',
  'audio/flac': 'flac',
  'audio/webm': 'weba',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/ogg': 'ogv',
  'video/quicktime': 'mov',
};

/** A media file's extension by its type alone, so that one content has one address. */
export function mediaExtension(mime: string): string {
  return EXTENSIONS[mime] ?? 'bin';
}

/** Where rendered HTML finds a media file: `media/<sha256>.<ext>`. */
export function mediaPath(media: { sha256: string; mime: string }): string {
  return `media/${media.sha256}.${mediaExtension(media.mime)}`;
}
