import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../../api/test-hub.ts';
import { type CertifiedKey, newCertifiedKey } from '../keys/self-signed-certificate.ts';
import { ssoSettings } from '../testing/test-idp.ts';
import { bindings, namespaces } from '../xml/names.ts';
import { childrenOf, elementsOf, parseXml } from '../xml/xml-tree.ts';

describe('metadata at an address', () => {
  let hub: TestHub;
  let keys: CertifiedKey[];
  let served: string;
  let url: string;
  const server = createServer((_, response) => response.end(served));

  before(async () => {
    hub = await startTestHub(ssoSettings);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // Sound because the server listens on a port.
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metadata`;
    keys = [
      await newCertifiedKey({ name: 'one', years: 1 }),
      await newCertifiedKey({ name: 'two', years: 1 }),
    ];
  });
  after(async () => {
    await new Promise((resolve) => server.close(resolve));
    await hub.close();
  });

  const base64 = ({ certificate }: CertifiedKey) =>
    certificate.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  const serve = (own: CertifiedKey[], entityId = 'https://idp.example') => {
    const descriptors = own.map(
      (key) =>
        `<KeyDescriptor><k:KeyInfo><k:X509Data><k:X509Certificate>${base64(key)}</k:X509Certificate></k:X509Data></k:KeyInfo></KeyDescriptor>`,
    );
    served = `<EntityDescriptor xmlns="${namespaces.metadata}" xmlns:k="${namespaces.signature}" entityID="${entityId}"><IDPSSODescriptor protocolSupportEnumeration="${namespaces.protocol}">${descriptors.join('')}<SingleSignOnService Binding="${bindings.redirect}" Location="https://idp.example/sso"/></IDPSSODescriptor></EntityDescriptor>`;
  };
  const [first, both] = [() => keys.slice(0, 1), () => keys];

  it('is read at once, and again: a new certificate is known before it signs', async () => {
    serve(first());
    const body = { kind: 'saml', name: 'School', saml: { metadataUrl: url } };
    const made = await hub.request('POST', '/v1/sso/connections', { body });
    expect(made.status, made.text).to.equal(201);
    const { id, saml } = made.body as { id: string; saml: { certificates: string[] } };
    expect(saml.certificates).to.eql(first().map(base64));
    const refresh = () => hub.request('POST', `/v1/sso/connections/${id}/refresh`);
    serve(both());
    expect((await refresh()).body)
      .to.have.nested.property('saml.certificates')
      .eql(both().map(base64));
    serve(first(), 'https://evil.example');
    const taken = await refresh();
    expect(taken.body).to.include({ status: 422, code: 'metadata_invalid' });
    served = 'gone';
    expect((await refresh()).status).to.equal(422);
    const { body: kept } = await hub.request('GET', `/v1/sso/connections/${id}`);
    expect(kept).to.have.nested.property('saml.certificates').eql(both().map(base64));
  });

  it('of ours names the keys of the tenant: a new one is shown before it is used', async () => {
    const tenant = await hub.tenant();
    const body = { kind: 'saml', name: 'School' };
    const made = await hub.request('POST', '/v1/sso/connections', { key: tenant.key, body });
    const { urls } = made.body as { urls: { metadata: string; acs: string } };
    const read = async () => {
      const answer = await hub.request('GET', new URL(urls.metadata).pathname, { key: null });
      expect(answer.headers.get('Content-Type')).to.contain('samlmetadata');
      const root = parseXml(answer.text);
      const [role] = childrenOf(root, namespaces.metadata, 'SPSSODescriptor');
      const [service] = role
        ? childrenOf(role, namespaces.metadata, 'AssertionConsumerService')
        : [];
      expect(root.attributes.get('entityID')).to.equal(urls.metadata);
      expect(service?.attributes.get('Location')).to.equal(urls.acs);
      return [...elementsOf(root)]
        .filter(({ name }) => name === 'KeyDescriptor')
        .map((key) => key.attributes.get('use'));
    };
    expect(await read()).to.eql(['signing', 'encryption']);
    const next = await hub.request('POST', '/v1/sso/keys', { key: tenant.key, body: {} });
    expect(await read()).to.eql(['signing', 'signing', 'encryption']);
    const { data } = (await hub.request('GET', '/v1/sso/keys', { key: tenant.key })).body as {
      data: { id: string }[];
    };
    const old = data.find(({ id }) => id !== (next.body as { id: string }).id);
    const path = `/v1/sso/keys/${old?.id}`;
    const early = await hub.request('DELETE', path, { key: tenant.key });
    expect(early.status, 'the only one that signs').to.equal(409);
  });
});
