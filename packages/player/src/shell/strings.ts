/** The few things that the shell says by itself; the player in it has its own strings. */
export interface ShellStrings {
  opening: string;
  downTitle: string;
  downBody: string;
  retry: string;
  noPlatformTitle: string;
  noPlatformBody: string;
  refusedTitle: string;
  /** By the code of the hub's answer; other codes are shown as the hub words them. */
  refused: Readonly<Record<string, string>>;
}

const en: ShellStrings = {
  opening: 'Opening…',
  downTitle: 'The content cannot be reached',
  downBody:
    'Where it comes from does not answer right now. What you have answered is kept by your learning platform and is sent on later. We try again by ourselves.',
  retry: 'Try again',
  noPlatformTitle: 'No learning platform found',
  noPlatformBody: 'Open this content from your course.',
  refusedTitle: 'This content cannot be opened',
  refused: {
    dispatch_disabled: 'It is switched off at the moment. Ask whoever gives this course.',
    dispatch_expired: 'Its time is over. Ask whoever gives this course.',
    seats_taken: 'All its seats are taken. Ask whoever gives this course.',
    host_not_allowed: 'It is not meant for this learning platform.',
    person_inactive: 'Your account for it is not active any more.',
  },
};

const de: ShellStrings = {
  opening: 'Wird geöffnet …',
  downTitle: 'Der Inhalt ist nicht erreichbar',
  downBody:
    'Woher er kommt, antwortet gerade nicht. Was du beantwortet hast, bewahrt deine Lernplattform auf; es wird später weitergegeben. Wir versuchen es von selbst wieder.',
  retry: 'Noch einmal versuchen',
  noPlatformTitle: 'Keine Lernplattform gefunden',
  noPlatformBody: 'Öffne diesen Inhalt aus deinem Kurs.',
  refusedTitle: 'Dieser Inhalt lässt sich nicht öffnen',
  refused: {
    dispatch_disabled: 'Er ist zurzeit abgeschaltet. Frag, wer den Kurs gibt.',
    dispatch_expired: 'Seine Zeit ist abgelaufen. Frag, wer den Kurs gibt.',
    seats_taken: 'Alle Plätze sind vergeben. Frag, wer den Kurs gibt.',
    host_not_allowed: 'Er ist nicht für diese Lernplattform bestimmt.',
    person_inactive: 'Dein Konto dafür ist nicht mehr aktiv.',
  },
};

const es: ShellStrings = {
  opening: 'Abriendo…',
  downTitle: 'No se puede acceder al contenido',
  downBody:
    'Su servidor no responde en este momento. Tu plataforma guarda lo que has respondido y lo enviará más tarde. Lo intentamos de nuevo automáticamente.',
  retry: 'Intentar de nuevo',
  noPlatformTitle: 'No se encontró ninguna plataforma',
  noPlatformBody: 'Abre este contenido desde tu curso.',
  refusedTitle: 'Este contenido no se puede abrir',
  refused: {
    dispatch_disabled: 'Está desactivado por ahora. Pregunta a quien imparte el curso.',
    dispatch_expired: 'Su plazo ha terminado. Pregunta a quien imparte el curso.',
    seats_taken: 'Todas las plazas están ocupadas. Pregunta a quien imparte el curso.',
    host_not_allowed: 'No está destinado a esta plataforma.',
    person_inactive: 'Tu cuenta ya no está activa.',
  },
};

const fr: ShellStrings = {
  opening: 'Ouverture…',
  downTitle: 'Le contenu est inaccessible',
  downBody:
    'Son serveur ne répond pas pour le moment. Votre plateforme garde vos réponses et les transmettra plus tard. Nous réessayons automatiquement.',
  retry: 'Réessayer',
  noPlatformTitle: 'Aucune plateforme trouvée',
  noPlatformBody: 'Ouvrez ce contenu depuis votre cours.',
  refusedTitle: 'Ce contenu ne peut pas être ouvert',
  refused: {
    dispatch_disabled: 'Il est désactivé pour le moment. Adressez-vous au responsable du cours.',
    dispatch_expired: 'Son délai est écoulé. Adressez-vous au responsable du cours.',
    seats_taken: 'Toutes les places sont prises. Adressez-vous au responsable du cours.',
    host_not_allowed: 'Il n’est pas destiné à cette plateforme.',
    person_inactive: 'Votre compte n’est plus actif.',
  },
};

const ar: ShellStrings = {
  opening: 'جارٍ الفتح…',
  downTitle: 'تعذّر الوصول إلى المحتوى',
  downBody:
    'الخادم لا يستجيب حاليًا. تحتفظ منصتك التعليمية بإجاباتك وستُرسل لاحقًا. نعيد المحاولة تلقائيًا.',
  retry: 'إعادة المحاولة',
  noPlatformTitle: 'لم يُعثر على منصة تعليمية',
  noPlatformBody: 'افتح هذا المحتوى من مقررك.',
  refusedTitle: 'لا يمكن فتح هذا المحتوى',
  refused: {
    dispatch_disabled: 'هو متوقف حاليًا. اسأل المسؤول عن المقرر.',
    dispatch_expired: 'انتهت مدته. اسأل المسؤول عن المقرر.',
    seats_taken: 'شُغلت جميع المقاعد. اسأل المسؤول عن المقرر.',
    host_not_allowed: 'هو غير مخصص لهذه المنصة.',
    person_inactive: 'لم يعد حسابك نشطًا.',
  },
};

const TABLES: Readonly<Record<string, ShellStrings>> = { en, de, es, fr, ar };

/** The first of the wishes that there is a table for; English when there is none. */
export function shellLanguage(wishes: readonly string[]): {
  locale: string;
  direction: 'ltr' | 'rtl';
  strings: ShellStrings;
} {
  const bases = wishes.map((wish) => wish.split('-')[0]?.toLowerCase() ?? '');
  const locale = bases.find((base) => base in TABLES) ?? 'en';
  return {
    locale,
    direction: locale === 'ar' ? 'rtl' : 'ltr',
    strings: TABLES[locale] ?? en,
  };
}
