import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP's first choice for scrypt: 128 MiB and about 0.4 s of one core a hash. */
const current = { ln: 17, r: 8, p: 1 };
const saltBytes = 16;
const hashBytes = 32;
const maxLn = 20;

const stored =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;

interface PasswordHash {
  ln: number;
  r: number;
  p: number;
  salt: Buffer;
  hash: Buffer;
}

/** `$scrypt$ln=17,r=8,p=1$<salt>$<hash>`, base64 without padding. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await derive(password, { ...current, salt });
  return `$scrypt$ln=${current.ln},r=${current.r},p=${current.p}$${base64(salt)}$${base64(hash)}`;
}

/**
 * @param hash undefined when there is no such account: answers false after the same work, so that
 *   the time of an answer does not tell which accounts exist
 * @throws RangeError when the stored text is not one that `hashPassword` makes
 */
export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  if (hash === undefined) {
    await derive(password, { ...current, salt: Buffer.alloc(saltBytes) });
    return false;
  }
  const expected = parse(hash);
  return timingSafeEqual(await derive(password, expected), expected.hash);
}

/** Whether a hash is weaker than today's; the next sign-in, which knows the password, renews it. */
export function needsRehash(hash: string): boolean {
  const { ln, r, p } = parse(hash);
  return ln < current.ln || r < current.r || p < current.p;
}

function parse(text: string): PasswordHash {
  const [, ln, r, p, salt, hash] = stored.exec(text) ?? [];
  // A damaged row must not ask for gigabytes.
  if (!salt || !hash || Number(ln) < 1 || Number(ln) > maxLn) {
    throw new RangeError('Not a stored password hash');
  }
  return {
    ln: Number(ln),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}

/** NFC, because keyboards differ in how they compose accents (RFC 8265 4.2). */
function derive(password: string, { ln, r, p, salt }: Omit<PasswordHash, 'hash'>): Promise<Buffer> {
  const N = 2 ** ln;
  const options: ScryptOptions = { N, r, p, maxmem: 128 * r * (N + p) + 2 ** 20 };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, hashBytes, options, (error, hash) =>
      error ? reject(error) : resolve(hash),
    );
  });
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
