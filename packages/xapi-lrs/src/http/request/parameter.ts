/** A parameter that `checkParameters` has made sure of. */
export function parameterOf(parameters: ReadonlyMap<string, string>, name: string): string {
  const value = parameters.get(name);
  if (value === undefined) throw new TypeError(`The endpoint does not require ${name}.`);
  return value;
}
