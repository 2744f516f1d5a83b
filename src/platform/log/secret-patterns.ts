const mask = '[redacted]';

/** Longer texts are cut: bounds the work that a log line can cause. */
const maxLength = 8_192;

const names =
  'authorization|cookie|passw(?:or)?d|passphrase|token|secret|credential|pepper|assertion' +
  '|saml_?-?(?:response|request)|(?:api|private|master|signing|bootstrap)[_-]?(?:api[_-]?)?key|key[_-]?hash';

const secretName = new RegExp(names, 'i');
/** What only describes a secret: `apiKeyId`, `tokenEndpoint`. */
const harmlessName =
  /(?:Id|_id|Endpoint|_endpoint|Type|_type|Prefix|_prefix|ExpiresAt|_expires_at)$/;

/** In this order: a whole header or key block first, then parts of what is left. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, mask],
  [/\b((?:set-|proxy-)?(?:cookie|authorization)["']?\s{0,4}:\s{0,4})[^\r\n]+/gi, `$1${mask}`],
  [/\b(bearer|basic|dpop)\s{1,4}[\w.~+/=-]{8,}/gi, `$1 ${mask}`],
  // postgres://user:password@host; a password may hold an unescaped slash.
  [/(:\/\/)[^\s/:@"']*:[^\s@"']+@/g, `$1${mask}@`],
  // name=value, name: value, "name":"value", also inside a string of JSON.
  [
    new RegExp(
      `((?:${names})[\\w-]{0,40}\\\\{0,3}["']?\\s{0,4}[:=]\\s{0,4})` +
        `(?:\\\\{0,3}"[^"]*"?|'[^']*'?|[^\\s,;&#}\\])"']+)`,
      'gi',
    ),
    `$1${mask}`,
  ],
  [/([?&#](?:code|state|nonce|key|sig|signature|x-amz-signature)=)[^\s&#"']+/gi, `$1${mask}`],
  // PostgreSQL's detail of a unique violation.
  [/(\([\w, ]*(?:hash|token|secret|password)[\w, ]*\)=)\([^)]*\)?/gi, `$1(${mask})`],
  [
    /(\/(?:play|invitations?|setup|sign-in|reset)\/)(?![0-9a-f-]{36}(?![\w.-]))[\w.%~-]{16,}/gi,
    `$1${mask}`,
  ],
  // The shapes of JSON Web Tokens, of API keys, and of the hub's own tokens wherever they stand.
  [/\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)*/g, mask],
  [/\b(cwk_[0-9A-Za-z]{1,8})_[0-9A-Za-z]+/g, `$1_${mask}`],
  [/(?<![\w-])(?:[\w-]+\.)?[\w-]{43}(?![\w-])/g, mask],
];

/** Whether a field of this name holds a secret. */
export function isSecretName(name: string): boolean {
  return secretName.test(name) && !harmlessName.test(name);
}

/** Matches none of the patterns: ids, names of methods and routes, and the like. */
const plainWord = /^(?!.*(?:eyJ|cwk_))[\w.-]{0,42}$/;

/** Short texts that were found to hold no secret; routes and callers come with every request. */
const harmless = new Set<string>();
const HARMLESS_LENGTH = 100;
const HARMLESS_COUNT = 1_000;

/** The text with whatever looks like a secret replaced, and cut at 8,192 characters. */
export function maskSecrets(text: string): string {
  if (harmless.has(text) || plainWord.test(text)) return text;
  let masked = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
  for (const [pattern, replacement] of patterns) masked = masked.replace(pattern, replacement);
  if (masked === text && text.length <= HARMLESS_LENGTH) {
    if (harmless.size === HARMLESS_COUNT) harmless.clear();
    harmless.add(text);
  }
  return masked;
}
