import { expect } from 'chai';
import { isPublicAddress, parseAllowList } from './allow-list.ts';

describe('public addresses', () => {
  for (const address of ['8.8.8.8', '1.1.1.1', '2606:4700::1111', '::ffff:8.8.8.8']) {
    it(`${address} is one`, () => {
      expect(isPublicAddress(address)).to.equal(true);
    });
  }

  for (const [address, why] of [
    ['127.0.0.1', 'loopback'],
    ['0.0.0.0', 'this host'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['192.168.1.1', 'private'],
    ['169.254.169.254', 'link-local, cloud metadata'],
    ['100.64.0.1', 'carrier-grade NAT'],
    ['192.0.0.1', 'IETF protocol assignments'],
    ['192.88.99.1', '6to4 relay'],
    ['198.18.0.1', 'benchmarking'],
    ['203.0.113.1', 'documentation'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['240.0.0.1', 'reserved'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::127.0.0.1', 'IPv4-compatible'],
    ['::ffff:10.0.0.1', 'IPv4-mapped'],
    ['::ffff:7f00:1', 'IPv4-mapped'],
    ['::ffff:0:10.0.0.1', 'IPv4-translated'],
    ['64:ff9b::a00:1', 'NAT64'],
    ['64:ff9b:1::a00:1', 'local NAT64'],
    ['2002:a00:1::', '6to4'],
    ['2001:0:1::', 'Teredo'],
    ['2001:db8::1', 'documentation'],
    ['fc00::1', 'unique local'],
    ['fd00:ec2::254', 'unique local, cloud metadata'],
    ['fe80::1', 'link-local'],
    ['fec0::1', 'site-local'],
    ['ff02::1', 'multicast'],
    ['4000::1', 'not given out'],
  ] as const) {
    it(`${address} is none: ${why}`, () => {
      expect(isPublicAddress(address)).to.equal(false);
    });
  }
});

describe('OUTBOUND_ALLOW', () => {
  it('lists hosts in any case, addresses and networks of both families', () => {
    const allow = parseAllowList(['Moodle.internal', '10.1.0.0/16', '192.168.0.7', 'fd00::/8']);
    expect(allow.hasHost('moodle.INTERNAL')).to.equal(true);
    expect(allow.hasHost('evil-moodle.internal')).to.equal(false);
    for (const address of ['10.1.2.3', '::ffff:10.1.2.3', '192.168.0.7', 'fd12::1']) {
      expect(allow.hasAddress(address), address).to.equal(true);
    }
    for (const address of ['10.2.0.1', '192.168.0.8', 'fe80::1', '64:ff9b::a01:203']) {
      expect(allow.hasAddress(address), address).to.equal(false);
    }
  });

  for (const entry of ['', '10.0.0.0/33', 'http://host', 'host/path', '*', 'a b', '-x']) {
    it(`refuses ${JSON.stringify(entry)} by name`, () => {
      expect(() => parseAllowList([entry])).to.throw(RangeError, `OUTBOUND_ALLOW: not a host`);
    });
  }
});
