import type { AtomEntry, NoteTypeDocument } from '../../../core/decks/deck-document.ts';
import { notePromptOrds } from '../../../core/decks/rendering/note-prompts.ts';
import { newSchedule } from './card-row.ts';
import { addNoteType, DEFAULT_DECK, type Writing } from './collection-state.ts';
import { noteOf } from './made-notes.ts';
import { fieldChecksum, sortText } from './note-checksum.ts';
import { idFrom, numberFrom, textFrom } from './source-value.ts';
import { takeId } from './stable-id.ts';

/** Writes an atom as a note, with its cards as new ones. */
export function writeAtom(atom: AtomEntry, writing: Writing): void {
  const { body, key } = atom;
  const note = body.type === 'note' ? undefined : noteOf(body);
  const noteType = note
    ? addNoteType(note.noteType, writing)
    : body.type === 'note' && writing.noteTypes.get(body.noteType);
  const fields = note?.fields ?? (body.type === 'note' ? body.fields : []);
  if (!noteType) {
    writing.written.problems.push(`${key}: its note type is missing`);
    return;
  }
  const prompts = promptsOf(atom, noteType.document, fields);
  if (prompts.length === 0) {
    writing.written.problems.push(`${key}: it has no cards`);
    return;
  }
  const nid = takeId(writing.usedIds.notes, idFrom(atom.source, 'nid'), key);
  const modified = atom.modifiedAt ? Math.floor(Date.parse(atom.modifiedAt) / 1000) : 0;
  const sortField = numberFrom(noteType.document.source, 'sortField') ?? 0;
  writing.writer.insert('notes', [
    ...[nid, key, noteType.id, modified, -1, tagsText(atom.tags), fields.join('\x1f')],
    ...[sortText(fields[sortField] ?? ''), fieldChecksum(fields[0] ?? '')],
    ...[numberFrom(atom.source, 'flags') ?? 0, textFrom(atom.source, 'data') ?? ''],
  ]);
  writing.written.notes++;
  for (const prompt of prompts) writeCard(prompt, { nid, atom }, writing);
}

type Prompt = NonNullable<AtomEntry['prompts']>[number];

function promptsOf(atom: AtomEntry, noteType: NoteTypeDocument, fields: string[]): Prompt[] {
  const own = atom.prompts ?? [];
  return own.length > 0 ? own : notePromptOrds(noteType, fields).map((ord) => ({ ord }));
}

function writeCard(
  prompt: Prompt,
  { nid, atom }: { nid: string; atom: AtomEntry },
  writing: Writing,
): void {
  const { source, ord, deck = atom.deck } = prompt;
  const cid = takeId(writing.usedIds.cards, idFrom(source, 'cid'), `${atom.key}\0${ord}`);
  writing.created ??= numberFrom(source, 'crt');
  if (source) writing.cardSources.set(cid, source);
  const did = writing.decks.get(deck) ?? DEFAULT_DECK;
  const s = newSchedule(source, ++writing.written.cards);
  writing.writer.insert('cards', [
    ...[cid, nid, did, ord, s.mod, -1, s.type, s.queue, s.due, s.ivl, s.factor, s.reps, s.lapses],
    ...[s.left, s.odue, 0, s.flags, s.data],
  ]);
}

function tagsText(tags: string[] = []): string {
  return tags.length === 0 ? '' : ` ${tags.map((tag) => tag.replace(/\s+/g, '_')).join(' ')} `;
}
