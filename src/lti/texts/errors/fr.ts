import type { ErrorTexts } from './error-texts.ts';

const again = 'Revenez à votre cours et ouvrez de nouveau l’activité.';
const admin =
  'Prévenez l’administration de votre plateforme d’apprentissage en donnant la référence ci-dessous.';

export const fr: ErrorTexts = {
  kinds: {
    notFromCourse: {
      title: 'Cette page s’ouvre depuis un cours',
      todo: 'Ouvrez l’activité dans votre plateforme d’apprentissage : cette adresse seule ne mène nulle part.',
    },
    unknownPlatform: {
      title: 'Cette plateforme d’apprentissage n’est pas enregistrée ici',
      todo: 'L’administration doit d’abord l’enregistrer, ou l’identifiant client indiqué n’est pas celui qui est enregistré.',
    },
    registrationPaused: {
      title: 'Cet outil est suspendu',
      todo: 'L’administration a suspendu la connexion avec votre plateforme. Renseignez-vous ou réessayez plus tard.',
    },
    usedAlready: {
      title: 'Cette ouverture a déjà servi',
      todo: `Une ouverture ne sert qu’une fois, même après un retour en arrière ou un rechargement. ${again}`,
    },
    tookTooLong: {
      title: 'L’ouverture a pris trop de temps',
      todo: `Plus de dix minutes se sont écoulées, peut-être pendant votre connexion. ${again}`,
    },
    cookiesBlocked: {
      title: 'Le navigateur ne nous permet pas de vous reconnaître',
      todo: 'Ouvrez de nouveau l’activité, dans une nouvelle fenêtre si votre cours le propose. Si cela continue : autorisez les cookies pour cette page ou utilisez un autre navigateur.',
    },
    otherBrowser: {
      title: 'Cette ouverture a commencé dans un autre navigateur',
      todo: `Quelqu’un vous l’a peut-être envoyée. ${again}`,
    },
    misconfigured: {
      title: 'Cet outil n’est pas configuré correctement',
      todo: 'Les réglages dans la plateforme et ici ne concordent pas. L’administration peut les comparer : la référence ci-dessous mène aux détails.',
    },
    notTrusted: {
      title: 'Cette ouverture n’est pas digne de confiance',
      todo: `${again} Si cela n’aide pas : ${admin}`,
    },
    keysUnavailable: {
      title: 'Votre plateforme d’apprentissage ne répond pas',
      todo: `Il nous faut ses clés pour vérifier l’ouverture et nous ne pouvons pas les obtenir. Réessayez dans une minute. Si cela continue : ${admin}`,
    },
    tooOld: {
      title: 'Cette ouverture est trop ancienne',
      todo: `${again} Si cela continue, l’horloge de la plateforme est peut-être déréglée : ${admin}`,
    },
    clockAhead: {
      title: 'Les horloges ne concordent pas',
      todo: `L’horloge de votre plateforme semble être en avance. ${admin}`,
    },
    notConnected: {
      title: 'Ce cours n’est pas encore relié',
      todo: 'L’outil a été ajouté à votre plateforme, mais personne ne l’a relié à un établissement ici. Adressez-vous à votre enseignant ou à l’administration.',
    },
    deploymentPaused: {
      title: 'Cet outil est suspendu',
      todo: 'L’administration l’a suspendu pour votre établissement. Renseignez-vous ou réessayez plus tard.',
    },
    unsupported: {
      title: 'Cet outil ne fait pas cela',
      todo: 'Votre plateforme a demandé quelque chose que cet outil ne propose pas. Retirez cet emplacement dans ses réglages ou utilisez-en un autre.',
    },
    userMissing: {
      title: 'Nous ne savons pas qui vous êtes',
      todo: 'Votre plateforme ne l’a pas dit. Connectez-vous-y ; si c’est déjà fait, ses réglages de confidentialité doivent transmettre un identifiant à cet outil.',
    },
    personInactive: {
      title: 'Votre compte n’est plus actif',
      todo: 'Adressez-vous à votre enseignant ou à l’administration s’il s’agit d’une erreur.',
    },
    contentMissing: {
      title: 'Cette activité n’existe plus',
      todo: 'Son contenu a été supprimé ou retiré. Votre enseignant peut en choisir un autre.',
    },
    notSetUp: {
      title: 'Cette activité est encore vide',
      todo: 'Personne n’a encore choisi ce qu’elle ouvre. Adressez-vous à votre enseignant.',
    },
    platformError: {
      title: 'Votre plateforme n’a pas pu vous connecter ici',
      todo: `Connectez-vous-y de nouveau, puis ouvrez l’activité. Si cela n’aide pas : ${admin}`,
    },
    tooMany: {
      title: 'Trop de demandes à la fois',
      todo: 'Attendez une minute, puis ouvrez de nouveau l’activité.',
    },
    unavailable: {
      title: 'Nous sommes indisponibles pour le moment',
      todo: 'Revenez à votre cours et ouvrez de nouveau l’activité dans une minute.',
    },
    ourFault: {
      title: 'Une erreur s’est produite de notre côté',
      todo: 'Revenez à votre cours et ouvrez de nouveau l’activité dans une minute.',
    },
  },
  reference: 'Référence pour l’administration',
  isAdministrator: 'Vous administrez cet outil ?',
  connectTodo:
    'Reliez la plateforme de ce cours à votre établissement. Le lien sert une fois, pendant 24 heures ; vous pouvez aussi le transmettre.',
  connect: 'Relier',
};
