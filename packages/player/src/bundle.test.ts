import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { buildPlayer } from '../build.ts';
import { playerFiles, playerHtml } from './bundle.ts';

describe('player bundle', () => {
  before(buildPlayer);

  it('is at most 60 kB of JavaScript and 10 kB of CSS, gzipped', async () => {
    const { js, css } = playerFiles();
    expect(gzipSync(await readFile(js)).length).to.be.at.most(60_000);
    expect(gzipSync(await readFile(css)).length).to.be.at.most(10_000);
  });

  it('is one classic script: no module syntax, no eval, no browser storage, no unload', async () => {
    const text = await readFile(playerFiles().js, 'utf8');
    expect(text).not.to.match(/\bimport\s*[({'"]|^export\b|\beval\(|new Function\b/m);
    expect(text).not.to.match(/localStorage|sessionStorage|indexedDB|document\.cookie/);
    expect(text).not.to.match(/["'](before)?unload["']/);
  });

  it('has the same bytes every time it is built', async () => {
    const first = await readFile(playerFiles().js);
    await buildPlayer();
    expect(first.equals(await readFile(playerFiles().js))).to.equal(true);
  });

  it('its page has no inline script or style, and escapes what it is given', () => {
    const html = playerHtml({
      title: 'A <b> & "c"',
      language: 'ar',
      direction: 'rtl',
      scripts: ['content.js', { src: '/play/player.js', data: { tracking: 'hub', api: '/a"b' } }],
    });
    expect(html).to.contain('<html lang="ar" dir="rtl">');
    expect(html).to.contain('<title>A &lt;b&gt; &amp; &quot;c&quot;</title>');
    expect(html).to.contain(
      '<script src="/play/player.js" data-tracking="hub" data-api="/a&quot;b"></script>',
    );
    expect(html).not.to.match(/<script(?![^>]*src=)|<style|\sstyle=|\son\w+=/);
  });
});
