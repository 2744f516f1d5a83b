import { escapeHtml } from '../html/text.ts';
import { allClozes, type Cloze, type ClozePiece, type ClozeView, isOcclusion } from './cloze.ts';

/** Anki's colours, fixed in light and dark so that a mask always hides. */
const ASKED = '#ff8e8e';
const OTHER = '#ffeba2';
const LINE = '#212121';
/** Drawn in thousandths, because browsers set text smaller than a unit badly. */
const GRID = 1000;

type Mask = 'asked' | 'other' | 'outline';
type Properties = Map<string, string>;

/**
 * The masks of an image occlusion note, as an SVG that lies over the image and stretches with it.
 * Shapes are written `{{c1::image-occlusion:rect:left=.2:top=.3:width=.2:height=.1:oi=1}}`, in
 * shares of the image; `oi` also hides the shapes that are not asked.
 */
export function occlusionMasks(pieces: ClozePiece[], view: ClozeView): string {
  const shapes = [...allClozes(pieces)].filter(isOcclusion).map((cloze) => maskOf(cloze, view));
  if (shapes.length === 0) return '';
  return `<svg class="occlusion" viewBox="0 0 ${GRID} ${GRID}" preserveAspectRatio="none" aria-hidden="true" style="position:absolute;left:0;top:0;width:100%;height:100%">${shapes.join('')}</svg>`;
}

function maskOf(cloze: Cloze, view: ClozeView): string {
  const [first] = cloze.pieces;
  if (typeof first !== 'string') return '';
  const [, shape = '', ...written] = first.replaceAll('\\:', '\u0000').split(':');
  const properties: Properties = new Map();
  for (const pair of written) {
    const [key = '', value = ''] = pair.split('=', 2);
    properties.set(key.trim(), value.replaceAll('\u0000', ':').trim());
  }
  if (shape === 'text') return textLabel(properties);
  const asked = cloze.ordinals.includes(view.ordinal);
  if (asked) return drawShape(shape, properties, view.side === 'front' ? 'asked' : 'outline');
  return properties.get('oi') === '1' ? drawShape(shape, properties, 'other') : '';
}

function drawShape(shape: string, properties: Properties, mask: Mask): string {
  const n = (key: string) => share(properties.get(key));
  const look = lookOf(mask);
  if (shape === 'rect') {
    const [x, y, width, height] = [n('left'), n('top'), n('width'), n('height')];
    return `<rect x="${x}" y="${y}" width="${width}" height="${height}"${rotation(properties, x, y)}${look}/>`;
  }
  if (shape === 'ellipse') {
    const [rx, ry] = [n('rx'), n('ry')];
    const turn = rotation(properties, n('left'), n('top'));
    return `<ellipse cx="${round(n('left') + rx)}" cy="${round(n('top') + ry)}" rx="${rx}" ry="${ry}"${turn}${look}/>`;
  }
  if (shape === 'polygon') {
    const points = (properties.get('points') ?? '')
      .split(' ')
      .slice(0, 500)
      .map((point) => point.split(',', 2).map(share).join(','));
    return `<polygon points="${points.join(' ')}"${look}/>`;
  }
  return '';
}

function lookOf(mask: Mask): string {
  const line = ` stroke="${LINE}" stroke-width="${mask === 'outline' ? 2 : 1}" vector-effect="non-scaling-stroke"`;
  if (mask === 'outline') return ` fill="none"${line}`;
  return ` fill="${mask === 'asked' ? ASKED : OTHER}"${line}`;
}

/** Anki turns shapes clockwise round their top left corner. */
function rotation(properties: Properties, x: number, y: number): string {
  const angle = Number(properties.get('angle') ?? 0);
  return Number.isFinite(angle) && angle !== 0
    ? ` transform="rotate(${round(angle)} ${x} ${y})"`
    : '';
}

/** A label drawn on the image; it hides nothing and is always shown. */
function textLabel(properties: Properties): string {
  const text = properties.get('text') ?? '';
  const scale = Number(properties.get('scale') ?? 1);
  const written = share(properties.get('fs')) || 0.055 * GRID;
  const size = round(Math.min(GRID / 2, written * (scale > 0 && scale < 20 ? scale : 1)));
  const [x, y] = [share(properties.get('left')), share(properties.get('top'))];
  return `<text x="${x}" y="${round(y + size)}" font-size="${size}" fill="${LINE}">${escapeHtml(text)}</text>`;
}

/** From a share of the image to the grid. */
function share(written = '0'): number {
  const value = Number(written);
  return Number.isFinite(value) ? round(Math.min(10, Math.max(-10, value)) * GRID) : 0;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
