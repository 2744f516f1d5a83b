import type { Strings } from './strings.ts';

export const de: Strings = {
  contents: 'Inhalt',
  previous: 'Zurück',
  next: 'Weiter',
  exit: 'Speichern und beenden',
  saved: 'Gespeichert',
  saving: 'Wird gespeichert …',
  waiting: 'Noch nicht gespeichert. Neuer Versuch …',
  elsewhere:
    'Dieser Kurs wurde anderswo noch einmal geöffnet. Was du hier tust, wird nicht mehr gespeichert.',
  closed: 'Dieser Kurs ist nicht mehr verfügbar. Was du hier tust, wird nicht gespeichert.',
  notRecorded: 'Vorschau: Es wird nichts aufgezeichnet',
  done: 'erledigt',
  passed: 'bestanden',
  failed: 'nicht bestanden',
  choose: 'Wo möchtest du anfangen?',
  chooseTodo: 'Wähle aus dem Inhalt.',
  finished: 'Du bist am Ende angekommen',
  left: 'Bis bald',
  canClose: 'Alles ist gespeichert. Du kannst diese Seite schließen.',
  openAgain: 'Noch einmal öffnen',
  back: 'Zurückgehen',
};
