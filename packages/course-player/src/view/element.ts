/** An element with attributes (`true`: without a value; `false`: none) and children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  given: Record<string, string | boolean>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (typeof value === 'boolean') made.toggleAttribute(key, value);
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}
