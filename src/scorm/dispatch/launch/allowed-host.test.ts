import { expect } from 'chai';
import { hostOf, isAllowedHost } from './allowed-host.ts';

describe('hosts of a dispatch', () => {
  const cases: [host: string, allowed: string[], isAllowed: boolean][] = [
    ['lms.example.org', [], true],
    ['lms.example.org', ['lms.example.org'], true],
    ['lms.example.org', ['LMS.example.org'], true],
    ['lms.example.org:8443', ['lms.example.org'], true],
    ['lms.example.org:8443', ['lms.example.org:8443'], true],
    ['lms.example.org', ['lms.example.org:8443'], false],
    ['lms.example.org', ['*.example.org'], true],
    ['a.b.example.org', ['*.example.org'], true],
    ['example.org', ['*.example.org'], false],
    ['badexample.org', ['*.example.org'], false],
    ['example.org.evil.example', ['example.org'], false],
    ['[::1]:8080', ['lms.example.org'], false],
  ];
  for (const [host, allowed, isAllowed] of cases) {
    it(`${host} is ${isAllowed ? '' : 'not '}one of [${allowed}]`, () => {
      expect(isAllowedHost(host, allowed)).to.equal(isAllowed);
    });
  }

  const origins: [origin: string, host: string | undefined][] = [
    ['https://lms.example.org', 'lms.example.org'],
    ['http://LMS.example.org:8080', 'lms.example.org:8080'],
    ['null', undefined],
    ['', undefined],
    ['file://', undefined],
    ['https://a b', undefined],
    ['https://lms.example.org/path', undefined],
    ['https://x;script-src', undefined],
    ['https://[::1]:8080', '[::1]:8080'],
    ["https://x;script-src 'unsafe-inline'", undefined],
  ];
  for (const [origin, host] of origins) {
    it(`the host of ${JSON.stringify(origin)} is ${host}`, () => {
      expect(hostOf(origin)).to.equal(host);
    });
  }
});
