import { DomainError } from '../domain-error.ts';
import type { Learner } from './learner.store.ts';

/** @throws DomainError `not_found`, `forbidden` for somebody deactivated */
export function requireActive(learner: Learner | undefined): Learner {
  if (!learner) throw new DomainError('not_found', 'There is no such person.');
  if (learner.active) return learner;
  throw new DomainError('forbidden', 'This person is deactivated and cannot study.');
}
