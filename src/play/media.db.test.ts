import { Readable } from 'node:stream';
import { expect } from 'chai';
import { startTestHub, type TestHub } from '../api/test-hub.ts';
import { insertAssets } from '../core/decks/assets/asset.store.ts';

const SOUND = 'ID3 sound';

describe('media in the player', () => {
  let hub: TestHub;
  let path: string;

  before(async () => {
    hub = await startTestHub({ WORKERS: '0' });
    const { database, blobs, links } = hub.hub;
    const { sha256, bytes } = await blobs.put(hub.tenantId, Readable.from([SOUND]));
    const asset = { sha256, bytes, mime: 'audio/mpeg', ext: 'mp3' };
    await database.tenant(hub.tenantId, (db) => insertAssets(db, [asset]));
    const token = await links.signMedia(hub.tenantId, new Date(Date.now() + 60_000));
    path = `/play/media/${token}/${sha256}.mp3`;
  });
  after(() => hub.close());

  const ask = async (range?: string) => {
    const answer = await fetch(new URL(path, hub.url), { headers: range ? { range } : {} });
    const { status, headers } = answer;
    return [status, headers.get('Content-Range'), status < 400 ? await answer.text() : ''];
  };

  it('are sent whole, or in the range that a browser asks for', async () => {
    expect(await ask()).to.deep.equal([200, null, SOUND]);
    expect(await ask('bytes=0-2')).to.deep.equal([206, 'bytes 0-2/9', 'ID3']);
    expect(await ask('bytes=4-')).to.deep.equal([206, 'bytes 4-8/9', 'sound']);
    expect(await ask('bytes=-5')).to.deep.equal([206, 'bytes 4-8/9', 'sound']);
    expect(await ask('bytes=9-')).to.deep.equal([416, 'bytes */9', '']);
  });

  it('are only what the address was signed for', async () => {
    path = path.replace('~', '~x');
    expect(await ask()).to.deep.equal([404, null, '']);
  });
});
