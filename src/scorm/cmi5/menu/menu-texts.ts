/** What the page of a course's parts says. */
export interface MenuTexts {
  open: string;
  /** Read before the title by screen readers. */
  openPart: string;
  back: string;
  done: string;
  passed: string;
  failed: string;
  waived: string;
  newWindow: string;
  courseDone: string;
}

const languages = ['en', 'es', 'fr', 'de', 'ar'] as const;
export type MenuLanguage = (typeof languages)[number];

export const menuTexts: Record<MenuLanguage, MenuTexts> = {
  en: {
    open: 'Open',
    openPart: 'Open {title}',
    back: 'Back',
    done: 'Done',
    passed: 'Passed',
    failed: 'Not passed',
    waived: 'Not needed',
    newWindow: 'Opens in a new window',
    courseDone: 'You have completed this course.',
  },
  es: {
    open: 'Abrir',
    openPart: 'Abrir {title}',
    back: 'Volver',
    done: 'Hecho',
    passed: 'Aprobado',
    failed: 'No aprobado',
    waived: 'No es necesario',
    newWindow: 'Se abre en una ventana nueva',
    courseDone: 'Has completado este curso.',
  },
  fr: {
    open: 'Ouvrir',
    openPart: 'Ouvrir {title}',
    back: 'Retour',
    done: 'Terminé',
    passed: 'Réussi',
    failed: 'Non réussi',
    waived: 'Pas nécessaire',
    newWindow: 'S’ouvre dans une nouvelle fenêtre',
    courseDone: 'Vous avez terminé ce cours.',
  },
  de: {
    open: 'Öffnen',
    openPart: '{title} öffnen',
    back: 'Zurück',
    done: 'Erledigt',
    passed: 'Bestanden',
    failed: 'Nicht bestanden',
    waived: 'Nicht nötig',
    newWindow: 'Öffnet sich in einem neuen Fenster',
    courseDone: 'Du hast diesen Kurs abgeschlossen.',
  },
  ar: {
    open: 'فتح',
    openPart: 'فتح {title}',
    back: 'رجوع',
    done: 'تم',
    passed: 'ناجح',
    failed: 'لم ينجح',
    waived: 'غير مطلوب',
    newWindow: 'يفتح في نافذة جديدة',
    courseDone: 'لقد أكملت هذه الدورة.',
  },
};

/** The first of the BCP 47 tags that there are texts in; English where there is none. */
export function menuLanguage(...locales: (string | null | undefined)[]): MenuLanguage {
  for (const locale of locales) {
    const primary = locale?.toLowerCase().split(/[-_]/, 1)[0];
    const found = languages.find((language) => language === primary);
    if (found) return found;
  }
  return 'en';
}
