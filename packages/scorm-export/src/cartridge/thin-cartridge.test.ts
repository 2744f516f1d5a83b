import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import AdmZip from 'adm-zip';
import { expect } from 'chai';
import { XmlDocument } from 'libxml2-wasm';
import { nastyTitles } from '../../test/nasty-titles.ts';
import { type CartridgeLink, writeThinCartridge } from './thin-cartridge.ts';

const namespaces = {
  cp: 'http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1',
  wl: 'http://www.imsglobal.org/xsd/imsccv1p3/imswl_v1p3',
  lti: 'http://www.imsglobal.org/xsd/imslticc_v1p3',
  blti: 'http://www.imsglobal.org/xsd/imsbasiclti_v1p0',
  lticm: 'http://www.imsglobal.org/xsd/imslticm_v1p0',
};

const links: CartridgeLink[] = [
  { id: '1 web', kind: 'web', title: 'A page', url: 'https://example.org/?a=1&b=2' },
  {
    ...{ id: 'lti', kind: 'lti', title: 'A deck', url: 'https://hub.example/lti/launch' },
    ...{ description: 'To study', custom: { assignment_id: 'a & b' } },
  },
];

/** Thin Common Cartridge 1.3 by its structure; the schemas may not be handed on. */
describe('thin cartridge', () => {
  async function written(changes: { title?: string; links?: CartridgeLink[] } = {}) {
    const target = new PassThrough();
    const cartridge = { id: 'deck', title: 'Decks', language: 'en', links, ...changes, target };
    const [bytes] = await Promise.all([buffer(target), writeThinCartridge(cartridge)]);
    const zip = new AdmZip(bytes);
    return {
      bytes,
      names: zip.getEntries().map(({ entryName }) => entryName),
      find(name: string, xpath: string): string[] {
        const document = XmlDocument.fromString(zip.readAsText(name));
        try {
          return document.find(xpath, namespaces).map(({ content }) => content.trim());
        } finally {
          document.dispose();
        }
      },
    };
  }

  it('has an item and a resource for each link, in their order', async () => {
    const { names, find } = await written();
    const manifest = (xpath: string) => find('imsmanifest.xml', xpath);
    expect(manifest('//cp:schema')).to.deep.equal(['IMS Thin Common Cartridge']);
    expect(manifest('//cp:resource/@type')).to.deep.equal([
      ...['imswl_xmlv1p3', 'imsbasiclti_xmlv1p3'],
    ]);
    expect(manifest('//cp:item/@identifierref')).to.deep.equal(
      manifest('//cp:resource/@identifier'),
    );
    expect(manifest('//cp:item/cp:title')).to.deep.equal(['A page', 'A deck']);
    expect(manifest('//cp:file/@href').sort()).to.deep.equal(
      names.filter((name) => name !== 'imsmanifest.xml').sort(),
    );
  });

  it('a link to a tool has its launch URL and what goes with the launch', async () => {
    const { find } = await written();
    expect(find('link-lti.xml', '//blti:secure_launch_url')).to.deep.equal([links[1]?.url]);
    expect(find('link-lti.xml', '//lticm:property[@name="assignment_id"]')).to.deep.equal([
      'a & b',
    ]);
  });

  it('a link to a page has its URL', async () => {
    const { names, find } = await written();
    const file = names.find((name) => name.startsWith('link-1')) ?? '';
    expect(find(file, '//wl:url/@href')).to.deep.equal([links[0]?.url]);
  });

  it('has the same bytes again', async () => {
    expect((await written()).bytes.equals((await written()).bytes)).to.equal(true);
  });

  for (const title of nastyTitles) {
    it(`is well-formed with the title ${JSON.stringify(title.slice(0, 40))}`, async () => {
      const { find } = await written({ title, links: links.map((link) => ({ ...link, title })) });
      expect(find('imsmanifest.xml', '//cp:item/cp:title')).to.have.length(2);
    });
  }
});
