const COLOUR = /^(?:#[0-9a-f]{3,8}|[a-z]{3,24}|(?:rgb|hsl)a?\([\d\s,.%/]{1,60}\))$/;
const LENGTH = /^(?:auto|0|\d{1,4}(?:\.\d{1,4})?(?:px|em|rem|%|pt|ex|ch))$/;
const BORDER = /^[\w\s#.%(),]{1,80}$/;

/** Properties that an author may set in a `style` attribute, each with the values it may take. */
const PROPERTIES: Record<string, RegExp> = {
  color: COLOUR,
  'background-color': COLOUR,
  background: COLOUR,
  'text-align': /^(?:left|right|center|justify|start|end)$/,
  'vertical-align': /^(?:baseline|sub|super|top|middle|bottom|text-top|text-bottom)$/,
  'font-weight': /^(?:normal|bold|bolder|lighter|[1-9]00)$/,
  'font-style': /^(?:normal|italic|oblique)$/,
  'font-size':
    /^(?:(?:xx?-)?(?:small|large)|medium|smaller|larger|\d{1,3}(?:\.\d{1,4})?(?:px|em|rem|%|pt))$/,
  'font-family': /^[\p{L}\d\s,'"-]{1,200}$/u,
  'font-variant': /^[a-z-]{1,30}$/,
  'text-decoration': /^[a-z\s-]{1,60}$/,
  'text-decoration-line': /^[a-z\s-]{1,60}$/,
  'text-transform': /^[a-z]{1,20}$/,
  'white-space': /^[a-z-]{1,20}$/,
  'line-height': /^(?:normal|\d{1,2}(?:\.\d{1,4})?(?:px|em|%)?)$/,
  'list-style-type': /^[a-z-]{1,30}$/,
  direction: /^(?:ltr|rtl)$/,
  'unicode-bidi': /^[a-z-]{1,20}$/,
  width: LENGTH,
  height: LENGTH,
  'max-width': LENGTH,
  'max-height': LENGTH,
  border: BORDER,
  'border-collapse': /^[a-z]{1,10}$/,
  display: /^(?:none|inline|block|inline-block|table|list-item)$/,
  float: /^(?:left|right|none)$/,
};

/** The declarations of a `style` attribute that stay; undefined when none does. */
export function safeStyle(style: string): string | undefined {
  const kept: string[] = [];
  for (const declaration of style.split(';')) {
    const colon = declaration.indexOf(':');
    if (colon < 0) continue;
    const property = declaration.slice(0, colon).trim().toLowerCase();
    const value = declaration.slice(colon + 1).trim();
    const allowed = Object.hasOwn(PROPERTIES, property) ? PROPERTIES[property] : undefined;
    if (value.length <= 200 && allowed?.test(value.toLowerCase())) {
      kept.push(`${property}:${value}`);
    }
  }
  return kept.length > 0 ? kept.join(';') : undefined;
}
