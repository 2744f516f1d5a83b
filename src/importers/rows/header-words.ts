/** What a column of cards is for; `field` is any other content, shown under its name. */
export type CardRole =
  | 'front'
  | 'back'
  | 'hint'
  | 'tags'
  | 'deck'
  | 'guid'
  | 'id'
  | 'noteType'
  | 'field'
  | 'ignore';

/** What a column of people is for: properties of `PersonEntry`. */
export type PersonRole =
  | 'externalId'
  | 'displayName'
  | 'givenName'
  | 'familyName'
  | 'email'
  | 'locale'
  | 'timeZone'
  | 'groups'
  | 'ignore';

/** Headers in English, German, Spanish and French, as `headerWord` writes them. */
const CARD_WORDS: Record<Exclude<CardRole, 'ignore'>, string> = {
  front: `front question term word prompt cue expression
    vorderseite frage begriff wort ausdruck vokabel
    anverso frente pregunta termino palabra
    recto question terme mot avant`,
  back: `back answer definition translation meaning response
    ruckseite antwort definition ubersetzung bedeutung losung
    reverso dorso respuesta definicion traduccion significado
    verso reponse definition traduction signification arriere`,
  hint: 'hint hints clue hinweis tipp pista ayuda indice indication',
  tags: `tags tag keywords labels schlagworte schlagworter etiketten stichworte
    etiquetas etiqueta etiquettes motscles`,
  deck: 'deck decks deckname stapel kartenstapel mazo baraja paquet',
  guid: 'guid uuid',
  id: 'id key nr no number nummer numero schlussel clave cle',
  noteType: 'notetype notiztyp tipodenota typedenote',
  field: `extra info information notes note remark comment explanation example examples source image
    audio picture pronunciation reading category topic chapter
    anmerkung bemerkung kommentar erklarung beispiel quelle bild aussprache kategorie thema
    nota notas comentario explicacion ejemplo fuente imagen pronunciacion categoria tema
    remarque commentaire explication exemple prononciation categorie
    english german french spanish italian portuguese dutch latin russian chinese japanese korean arabic
    englisch deutsch franzosisch spanisch italienisch portugiesisch niederlandisch latein russisch
    chinesisch japanisch koreanisch arabisch
    ingles aleman frances espanol italiano portugues neerlandes ruso chino japones coreano arabe
    anglais allemand francais espagnol italien portugais neerlandais russe chinois japonais coreen`,
};

const PERSON_WORDS: Record<Exclude<PersonRole, 'ignore'>, string> = {
  externalId: `externalid id userid username login employeeid employeenumber studentid studentnumber personid
    benutzername personalnummer matrikelnummer kennung usuario matricula identificador
    identifiant matricule`,
  displayName: `displayname name fullname vollername anzeigename nombrecompleto nomcomplet`,
  givenName: 'givenname firstname forename given first vorname nombre nombres prenom',
  familyName: `familyname lastname surname family last nachname familienname apellido apellidos nom
    nomdefamille`,
  email: `email emailaddress mail emailadresse mailadresse correo correoelectronico courriel
    adresseemail`,
  locale: 'locale language lang sprache idioma langue',
  timeZone: 'timezone zeitzone zonahoraria fuseauhoraire',
  groups: `group groups class classes team teams cohort department gruppe gruppen klasse kurs abteilung
    grupo grupos clase groupe groupes classe`,
};

const cardRoles = invert(CARD_WORDS);
const personRoles = invert(PERSON_WORDS);

export function cardRoleOf(header: string): CardRole | undefined {
  return cardRoles.get(headerWord(header));
}

export function personRoleOf(header: string): PersonRole | undefined {
  return personRoles.get(headerWord(header));
}

/** `E-Mail` and `e_mail` -> `email`, `Rückseite` -> `ruckseite`. */
function headerWord(header: string): string {
  return header
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]/gu, '');
}

/** The first role wins where languages share a word. */
function invert<Role extends string>(words: Record<Role, string>): Map<string, Role> {
  const roles = new Map<string, Role>();
  for (const role of keysOf(words)) {
    for (const word of words[role].split(/\s+/)) {
      if (!roles.has(word)) roles.set(word, role);
    }
  }
  return roles;
}

function keysOf<Key extends string>(record: Record<Key, unknown>): Key[] {
  const isKey = (key: string): key is Key => key in record;
  return Object.keys(record).filter(isKey);
}
