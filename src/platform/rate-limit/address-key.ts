import ipaddr from 'ipaddr.js';

/**
 * What an address counts as: an IPv4 address by itself (also when written as IPv6), an IPv6 address
 * as its /64, because one subscriber has all of that.
 */
export function addressKey(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return `${parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
