/** Data with `$name` in any text replaced by the value of that name. */
export function filledIn<T>(data: T, values: Record<string, string>): T {
  const names = Object.keys(values).sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`\\$(${names.join('|')})`, 'g');
  const text = JSON.stringify(data, (_key, value: unknown) =>
    typeof value === 'string'
      ? value.replace(pattern, (_all, name: string) => values[name] ?? '')
      : value,
  );
  return text === undefined ? data : JSON.parse(text);
}
