// Loaded by --import: names of rebind.example are public the first time, and 127.0.0.1 from then on.
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';

const PUBLIC = '93.184.216.34';
const asked = new Set();

const answer = (host) => {
  const address = asked.has(host) ? '127.0.0.1' : PUBLIC;
  asked.add(host);
  return address;
};
const isOurs = (host) => host.endsWith('.rebind.example');

const { lookup } = dns;
dns.lookup = (host, options, callback) => {
  const [given, done] = typeof options === 'function' ? [{}, options] : [options, callback];
  if (!isOurs(host)) return lookup(host, given, done);
  const address = answer(host);
  if (given.all) return done(null, [{ address, family: 4 }]);
  return done(null, address, 4);
};

const lookupLater = dns.promises.lookup;
dns.promises.lookup = async (host, options = {}) => {
  if (!isOurs(host)) return lookupLater(host, options);
  const found = { address: answer(host), family: 4 };
  return options.all ? [found] : found;
};
syncBuiltinESMExports();
