import { InvalidArgumentError } from 'commander';

/**
 * The number that an option's text is. What is none would be sent as null, which may mean: any.
 * @throws InvalidArgumentError
 */
export function numberArgument(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError('It is not a number.');
  return value;
}
