const ACTIVE =
  /<(?:script|iframe|object|embed|applet|form|meta|base|link)\b|<[a-z][^<>]{0,2000}?[\s"'/]on[a-z]{3,30}\s{0,10}=|(?:javascript|vbscript)\s{0,10}:/i;

/** Whether HTML holds what rendering leaves out for safety: scripts, event handlers, frames. */
export function hasActiveContent(html: string): boolean {
  return html.includes('<') && ACTIVE.test(html);
}
