const ACTIVE =
  /<\s*(?:[\w-]+:)?(?:script|foreignObject|iframe|object|embed|handler|set|animate\w*)\b|[\s"'/]on[a-z]{3,30}\s*=|javascript:|<!ENTITY|<\?xml-stylesheet/i;

/** Whether an SVG could run anything when it is opened by itself. Comments count: they may hide. */
export function hasScript(svg: string): boolean {
  return ACTIVE.test(svg) || ACTIVE.test(decodeReferences(svg));
}

function decodeReferences(text: string): string {
  return text.replace(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));?/gi, (_, hex, dec) => {
    const code = hex ? Number.parseInt(hex, 16) : Number(dec);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
