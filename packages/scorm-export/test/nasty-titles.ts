/** Titles that XML, URLs or file systems do not take as they are. */
export const nastyTitles = [
  'Acme & Co %',
  '👩🏽‍🔬 🇪🇺',
  'عاصمة فرنسا',
  '\u202eright to left',
  '00 first',
  `"quotes" and 'more'`,
  ']]> <!-- --> <![CDATA[ </title>',
  'tab\tline\nfeed\r\u0000\u0008\u001f\u007f\u0085\ufffe',
  'lone \ud800 surrogate \udc00',
  '&amp; &#0; &unknown;',
  ' ',
  '',
  'x'.repeat(500),
  '😀'.repeat(300),
];
