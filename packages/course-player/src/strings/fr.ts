import type { Strings } from './strings.ts';

export const fr: Strings = {
  contents: 'Sommaire',
  previous: 'Précédent',
  next: 'Suivant',
  exit: 'Enregistrer et quitter',
  saved: 'Enregistré',
  saving: 'Enregistrement…',
  waiting: 'Pas encore enregistré. Nouvel essai…',
  elsewhere: 'Ce cours a été rouvert ailleurs. Ce que vous faites ici n’est plus enregistré.',
  closed: 'Ce cours n’est plus disponible. Ce que vous faites ici n’est pas enregistré.',
  notRecorded: 'Aperçu : rien n’est enregistré',
  done: 'terminé',
  passed: 'réussi',
  failed: 'non réussi',
  choose: 'Par où voulez-vous commencer ?',
  chooseTodo: 'Choisissez dans le sommaire.',
  finished: 'Vous êtes arrivé à la fin',
  left: 'À bientôt',
  canClose: 'Tout est enregistré. Vous pouvez fermer cette page.',
  openAgain: 'Rouvrir',
  back: 'Revenir',
};
