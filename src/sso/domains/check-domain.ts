import { Resolver } from 'node:dns/promises';

/** TXT records of a name, each joined; none where it does not exist. */
export type ResolveTxt = (name: string) => Promise<string[]>;

const TIMEOUT_MS = 5_000;

/** By the resolver of the system. */
export const systemTxt: ResolveTxt = async (name) => {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 2 });
  try {
    return (await resolver.resolveTxt(name)).map((parts) => parts.join(''));
  } catch {
    return [];
  }
};

/** Where the record stands, and what it says. */
export function domainRecord({ domain, challenge }: { domain: string; challenge: string }) {
  return { name: `_crosswalk.${domain}`, type: 'TXT' as const, value: `crosswalk=${challenge}` };
}

/** Whether whoever runs the domain's name service says that it is the tenant's. */
export async function isOwnDomain(
  resolveTxt: ResolveTxt,
  claimed: { domain: string; challenge: string },
): Promise<boolean> {
  const { name, value } = domainRecord(claimed);
  return (await resolveTxt(name)).some((text) => text.trim() === value);
}
