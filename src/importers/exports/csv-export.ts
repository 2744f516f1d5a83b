import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { AtomBody } from '../../core/decks/deck-document.ts';
import { csvLine } from '../../platform/csv/csv-line.ts';
import { type ExportTask, sourceOf } from './export-task.ts';

/** Anki's own header lines, which its text import and ours understand. */
const HEADER = [
  '#separator:Comma',
  '#html:true',
  '#columns:guid,deck,front,back,tags',
  '#guid column:1',
  '#deck column:2',
  '#tags column:5',
];

/** Writes a spreadsheet: a row an atom, with HTML in its cells. */
export async function writeCsvExport(task: ExportTask): Promise<void> {
  const source = await sourceOf(task, 'guid');
  const paths = new Map(source.decks.map(({ key, path }) => [key, path.join('::')]));
  let done = 0;

  async function* lines() {
    yield `${HEADER.join('\n')}\n`;
    for await (const page of source.atoms()) {
      for (const entry of page) {
        const { front, back } = faces(entry.body);
        const tags = (entry.tags ?? []).map((tag) => tag.replaceAll(' ', '_')).join(' ');
        yield csvLine([entry.key, paths.get(entry.deck) ?? '', front, back, tags]);
      }
      done += page.length;
      task.onProgress(done, 0);
    }
  }
  await pipeline(lines(), createWriteStream(task.target), { signal: task.signal });
}

/** The two sides of an atom, as far as two columns can tell. */
function faces(body: AtomBody): { front: string; back: string } {
  switch (body.type) {
    case 'note': {
      const [front = '', ...rest] = body.fields;
      return { front, back: rest.filter(Boolean).join('<br>') };
    }
    case 'flashcard':
      return body;
    case 'cloze':
      return { front: body.text, back: body.extra ?? '' };
    case 'typed_answer':
      return {
        front: body.question,
        back: [...body.answers, body.explanation].filter(Boolean).join('<br>'),
      };
    case 'choice': {
      const right = body.options.filter(({ correct }) => correct).map(({ html }) => html);
      return {
        front: body.question,
        back: [...right, body.explanation].filter(Boolean).join('<br>'),
      };
    }
    case 'text':
      return { front: body.html, back: '' };
    default:
      return { front: body.alt ?? body.media, back: body.caption ?? '' };
  }
}
