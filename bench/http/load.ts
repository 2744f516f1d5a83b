import autocannon from 'autocannon';

/** A process that puts load on a URL: prints requests per second and p99 latency. */
const { url, headers, seconds } = JSON.parse(process.argv[2] ?? '{}');
const result = await autocannon({ url, headers, duration: seconds, connections: 10 });
if (result.non2xx + result.errors > 0) throw new Error(`${url}: ${result.non2xx} were refused`);
console.log(JSON.stringify({ perSecond: result.requests.average, p99Ms: result.latency.p99 }));
