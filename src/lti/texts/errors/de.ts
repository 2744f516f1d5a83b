import type { ErrorTexts } from './error-texts.ts';

const again = 'Gehen Sie zurück in Ihren Kurs und öffnen Sie die Aktivität noch einmal.';
const admin = 'Wenden Sie sich mit der Kennung unten an die Administration Ihrer Lernplattform.';

export const de: ErrorTexts = {
  kinds: {
    notFromCourse: {
      title: 'Diese Seite wird aus einem Kurs geöffnet',
      todo: 'Öffnen Sie die Aktivität in Ihrer Lernplattform: Diese Adresse allein führt nirgendwohin.',
    },
    unknownPlatform: {
      title: 'Diese Lernplattform ist hier nicht registriert',
      todo: 'Die Administration muss sie zuerst registrieren, oder die dort eingetragene Client-ID ist nicht die registrierte.',
    },
    registrationPaused: {
      title: 'Dieses Werkzeug ist angehalten',
      todo: 'Die Administration hat die Verbindung mit Ihrer Lernplattform angehalten. Fragen Sie dort nach oder versuchen Sie es später.',
    },
    usedAlready: {
      title: 'Dieser Aufruf wurde schon benutzt',
      todo: `Ein Aufruf gilt einmal, auch nach Zurückgehen oder Neuladen. ${again}`,
    },
    tookTooLong: {
      title: 'Dieser Aufruf hat zu lange gedauert',
      todo: `Es sind mehr als zehn Minuten vergangen, vielleicht während der Anmeldung. ${again}`,
    },
    cookiesBlocked: {
      title: 'Der Browser lässt uns Sie nicht wiedererkennen',
      todo: 'Öffnen Sie die Aktivität noch einmal, in einem neuen Fenster, wenn Ihr Kurs das anbietet. Bleibt es dabei: Erlauben Sie Cookies für diese Seite oder nehmen Sie einen anderen Browser.',
    },
    otherBrowser: {
      title: 'Dieser Aufruf begann in einem anderen Browser',
      todo: `Vielleicht hat ihn Ihnen jemand geschickt. ${again}`,
    },
    misconfigured: {
      title: 'Dieses Werkzeug ist nicht richtig eingerichtet',
      todo: 'Die Einstellungen in der Lernplattform und hier passen nicht zusammen. Die Administration kann sie vergleichen: Die Kennung unten führt zu den Einzelheiten.',
    },
    notTrusted: {
      title: 'Diesem Aufruf kann nicht vertraut werden',
      todo: `${again} Hilft das nicht: ${admin}`,
    },
    keysUnavailable: {
      title: 'Ihre Lernplattform antwortet nicht',
      todo: `Wir brauchen ihre Schlüssel, um den Aufruf zu prüfen, und erreichen sie gerade nicht. Versuchen Sie es in einer Minute wieder. Bleibt es dabei: ${admin}`,
    },
    tooOld: {
      title: 'Dieser Aufruf ist zu alt',
      todo: `${again} Bleibt es dabei, geht vielleicht die Uhr der Lernplattform falsch: ${admin}`,
    },
    clockAhead: {
      title: 'Die Uhren stimmen nicht überein',
      todo: `Die Uhr Ihrer Lernplattform scheint vorzugehen. ${admin}`,
    },
    notConnected: {
      title: 'Dieser Kurs ist noch nicht verbunden',
      todo: 'Das Werkzeug wurde Ihrer Lernplattform hinzugefügt, aber noch mit keiner Einrichtung hier verbunden. Fragen Sie Ihre Lehrperson oder die Administration.',
    },
    deploymentPaused: {
      title: 'Dieses Werkzeug ist angehalten',
      todo: 'Die Administration hat es für Ihre Einrichtung angehalten. Fragen Sie dort nach oder versuchen Sie es später.',
    },
    unsupported: {
      title: 'Das bietet dieses Werkzeug nicht an',
      todo: 'Ihre Lernplattform hat etwas verlangt, das es hier nicht gibt. Entfernen Sie diese Platzierung in ihren Einstellungen oder nehmen Sie eine andere.',
    },
    userMissing: {
      title: 'Wir wissen nicht, wer Sie sind',
      todo: 'Ihre Lernplattform hat es nicht gesagt. Melden Sie sich dort an; sind Sie das schon, müssen ihre Datenschutzeinstellungen für dieses Werkzeug eine Benutzerkennung senden.',
    },
    personInactive: {
      title: 'Ihr Konto ist nicht mehr aktiv',
      todo: 'Fragen Sie Ihre Lehrperson oder die Administration, wenn das ein Irrtum ist.',
    },
    contentMissing: {
      title: 'Diese Aktivität gibt es nicht mehr',
      todo: 'Der Inhalt wurde gelöscht oder zurückgezogen. Ihre Lehrperson kann einen anderen auswählen.',
    },
    notSetUp: {
      title: 'Diese Aktivität ist noch leer',
      todo: 'Niemand hat bisher ausgewählt, was sie öffnet. Fragen Sie Ihre Lehrperson.',
    },
    platformError: {
      title: 'Ihre Lernplattform konnte Sie hier nicht anmelden',
      todo: `Melden Sie sich dort neu an und öffnen Sie die Aktivität. Hilft das nicht: ${admin}`,
    },
    tooMany: {
      title: 'Zu viele auf einmal',
      todo: 'Warten Sie eine Minute und öffnen Sie die Aktivität dann wieder.',
    },
    unavailable: {
      title: 'Wir sind gerade nicht erreichbar',
      todo: 'Gehen Sie zurück in Ihren Kurs und öffnen Sie die Aktivität in einer Minute wieder.',
    },
    ourFault: {
      title: 'Bei uns ist etwas schiefgegangen',
      todo: 'Gehen Sie zurück in Ihren Kurs und öffnen Sie die Aktivität in einer Minute wieder.',
    },
  },
  reference: 'Kennung für Ihre Administration',
  isAdministrator: 'Sind Sie für die Administration zuständig?',
  connectTodo:
    'Verbinden Sie die Plattform dieses Kurses mit Ihrer Einrichtung. Der Link gilt einmal, 24 Stunden lang; Sie können ihn auch weitergeben.',
  connect: 'Verbinden',
};
