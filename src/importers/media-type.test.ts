import { expect } from 'chai';
import { sniffMediaType } from './media-type.ts';

describe('sniffMediaType', () => {
  const cases: [title: string, bytes: Buffer, name: string, mime: string, ext: string][] = [
    ['PNG', latin1('\x89PNG\r\n\x1a\n....'), 'x.jpg', 'image/png', 'png'],
    ['JPEG', latin1('\xff\xd8\xff\xe0..JFIF'), 'x', 'image/jpeg', 'jpg'],
    ['GIF', latin1('GIF89a...'), 'x', 'image/gif', 'gif'],
    ['WebP', latin1('RIFF\x0a\x00\x00\x00WEBPVP8 '), 'x', 'image/webp', 'webp'],
    ['AVIF', latin1('\x00\x00\x00\x1cftypavif'), 'x', 'image/avif', 'avif'],
    ['WAV', latin1('RIFF....WAVEfmt '), 'x', 'audio/wav', 'wav'],
    ['MP3 with tags', latin1('ID3\x04\x00'), 'x', 'audio/mpeg', 'mp3'],
    ['MP3 frames', latin1('\xff\xfb\x90\x64'), 'x', 'audio/mpeg', 'mp3'],
    ['Ogg Vorbis', latin1(`OggS${'.'.repeat(24)}\x01vorbis`), 'x', 'audio/ogg', 'ogg'],
    ['Ogg Opus', latin1(`OggS${'.'.repeat(24)}OpusHead`), 'x', 'audio/ogg', 'opus'],
    ['M4A', latin1('\x00\x00\x00\x20ftypM4A '), 'x', 'audio/mp4', 'm4a'],
    ['M4A of a common brand, by name', latin1('....ftypisom'), 'a.M4A', 'audio/mp4', 'm4a'],
    ['FLAC', latin1('fLaC\x00'), 'x', 'audio/flac', 'flac'],
    ['MP4', latin1('\x00\x00\x00\x20ftypisom'), 'x', 'video/mp4', 'mp4'],
    ['WebM', latin1('\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm'), 'x', 'video/webm', 'webm'],
    ['MOV', latin1('\x00\x00\x00\x14ftypqt  '), 'x', 'video/quicktime', 'mov'],
    ['SVG', Buffer.from('<svg xmlns="">'), 'x.png', 'image/svg+xml', 'svg'],
    [
      'SVG after a prologue',
      Buffer.from(
        '\ufeff<?xml version="1.0"?>\n<!-- a > b -->\n<!DOCTYPE svg PUBLIC "a" "b">\n<svg ',
      ),
      'x',
      'image/svg+xml',
      'svg',
    ],
    ['SVG in UTF-16', Buffer.from('\ufeff<svg>', 'utf16le'), 'x', 'image/svg+xml', 'svg'],
    ['HTML', Buffer.from('<html><svg>'), 'x.svg', 'application/octet-stream', 'bin'],
    ['a font', latin1('wOF2....'), 'x.png', 'application/octet-stream', 'bin'],
    ['nothing', Buffer.alloc(0), 'x.mp3', 'application/octet-stream', 'bin'],
  ];
  for (const [title, bytes, name, mime, ext] of cases) {
    it(`${title} -> ${mime}`, () => {
      expect(sniffMediaType(bytes, name)).deep.equal({ mime, ext });
    });
  }

  // Read to its end, a megabyte of some of these takes minutes.
  for (const piece of ['<!---->', '<!a', ' ', '<!--', '<?']) {
    it(`a megabyte of ${piece} is judged by its first kilobytes`, () => {
      const text = `${piece.repeat(1_000_000 / piece.length)}<svg>`;
      expect(sniffMediaType(Buffer.from(text), 'x.svg').ext).equal('bin');
    });
  }

  function latin1(text: string): Buffer {
    return Buffer.from(text, 'latin1');
  }
});
