import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { lecture } from './lrs-app.ts';

const MIB = 1024 * 1024;
const SIZE = 200 * MIB;
/** What a process may grow by while 200 MiB go in and out; held in memory they would be 200. */
const ALLOWED = 100 * MIB;

const chunk = Buffer.alloc(MIB, 'crosswalk');
function* content() {
  for (let left = SIZE; left > 0; left -= chunk.length) yield chunk;
}

describe('an attachment of 200 MiB', () => {
  let lrs: ChildProcess;
  let url: string;
  before(async () => {
    lrs = fork(fileURLToPath(new URL('folder-lrs.ts', import.meta.url)), {
      execArgv: ['--import=tsx', '--conditions=source'],
    });
    [url] = await once(lrs, 'message');
  });
  after(async () => {
    lrs.disconnect();
    await once(lrs, 'exit');
  });

  const maxRss = async (): Promise<number> => {
    lrs.send('max rss');
    const [kibibytes] = await once(lrs, 'message');
    return kibibytes * 1024;
  };

  it('goes in and out unchanged, without being held in memory', async () => {
    const sha2 = createHash('sha256');
    for (const piece of content()) sha2.update(piece);
    const hash = sha2.digest('hex');
    const statement = {
      ...lecture,
      attachments: [
        {
          usageType: 'http://example.org/recording',
          display: { en: 'Recording' },
          contentType: 'video/mp4',
          length: SIZE,
          sha2: hash,
        },
      ],
    };
    const before = await maxRss();
    expect(await send(url, statement, hash)).to.equal(200);
    const response = await fetch(`${url}/statements?attachments=true`, {
      headers: { 'X-Experience-API-Version': '2.0.0' },
    });
    expect(await hashOfLastPart(response)).to.equal(hash);
    expect((await maxRss()) - before).to.be.lessThan(ALLOWED);
  });
});

async function send(url: string, statement: object, hash: string): Promise<number | undefined> {
  const outgoing = request(`${url}/statements`, {
    method: 'POST',
    headers: {
      'Content-Type': 'multipart/mixed; boundary=b',
      'X-Experience-API-Version': '2.0.0',
    },
  });
  const answered = once(outgoing, 'response');
  await pipeline(
    Readable.from(
      (function* () {
        yield Buffer.from('--b\r\nContent-Type: application/json\r\n\r\n');
        yield Buffer.from(JSON.stringify(statement));
        yield Buffer.from(
          `\r\n--b\r\nContent-Type: video/mp4\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: ${hash}\r\n\r\n`,
        );
        yield* content();
        yield Buffer.from('\r\n--b--\r\n');
      })(),
    ),
    outgoing,
  );
  const [response] = await answered;
  response.resume();
  return response.statusCode;
}

/** Reads the parts without holding them either. */
async function hashOfLastPart(response: Response): Promise<string> {
  const sha2 = createHash('sha256');
  let head = Buffer.alloc(0);
  let left = 0;
  for await (const piece of response.body ?? []) {
    let bytes = Buffer.from(piece);
    if (left === 0) {
      head = Buffer.concat([head, bytes]);
      const start = head.indexOf('\r\n\r\n', head.indexOf('X-Experience-API-Hash'));
      if (!head.includes('X-Experience-API-Hash') || start < 0) continue;
      bytes = head.subarray(start + 4);
      left = SIZE;
    }
    const inPart = bytes.subarray(0, left);
    sha2.update(inPart);
    left -= inPart.length;
    if (left === 0) break;
  }
  return sha2.digest('hex');
}
