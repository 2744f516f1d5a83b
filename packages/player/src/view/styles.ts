/** Styles of the note types; a constructed sheet is allowed where CSP forbids inline styles. */
export function adoptStyles(css: string): void {
  if (css === '') return;
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  } catch {
    // Browsers before 2023.
    const style = document.createElement('style');
    style.textContent = css;
    document.head.append(style);
  }
}
