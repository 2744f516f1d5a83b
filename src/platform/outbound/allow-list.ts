import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Hosts and networks that may be called although they are private, and by http. */
export interface AllowList {
  hasHost(host: string): boolean;
  hasAddress(address: string): boolean;
}

/**
 * Reads the entries of OUTBOUND_ALLOW: a host name, an address, or a network (`10.1.0.0/16`).
 * @throws RangeError that names the bad entry
 */
export function parseAllowList(entries: readonly string[]): AllowList {
  const networks: [Address, number][] = [];
  const hosts = new Set<string>();
  for (const entry of entries) {
    if (ipaddr.isValidCIDR(entry)) networks.push(ipaddr.parseCIDR(entry));
    else if (ipaddr.isValid(entry)) networks.push(singleAddress(entry));
    else if (/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i.test(entry)) hosts.add(entry.toLowerCase());
    else throw new RangeError(`OUTBOUND_ALLOW: not a host, address or network: ${entry}`);
  }
  return {
    hasHost: (host) => hosts.has(host.toLowerCase()),
    hasAddress(text) {
      const address = parseAddress(text);
      return networks.some(
        ([network, bits]) => address.kind() === network.kind() && address.match(network, bits),
      );
    },
  };
}

/** Whether anybody on the internet could have that address; nothing else may be called unasked. */
export function isPublicAddress(text: string): boolean {
  const address = parseAddress(text);
  if (address.range() !== 'unicast') return false;
  // RFC 4291 2.4: of IPv6, only 2000::/3 is given out; the rest must not become a hole later.
  return address.kind() === 'ipv4' || address.match(ipaddr.parse('2000::'), 3);
}

/** `::ffff:10.0.0.1` is 10.0.0.1. */
function parseAddress(text: string): Address {
  return ipaddr.process(text);
}

function singleAddress(text: string): [Address, number] {
  const address = parseAddress(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
