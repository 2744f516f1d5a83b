import { bindings, namespaces } from '../xml/names.ts';
import { escapeXml } from '../xml/xml-tree.ts';

interface ServiceProvider {
  entityId: string;
  acs: string;
  slo: string;
  /** PEM, newest first. */
  certificates: readonly string[];
  signsRequests: boolean;
  wantsAssertionsSigned: boolean;
  nameIdFormat: string | null;
}

/** Metadata 2.4.4: what a provider is told of this hub. */
export function spMetadata(sp: ServiceProvider): string {
  const [newest] = sp.certificates;
  const keys = [
    ...sp.certificates.map((certificate) => keyDescriptor('signing', certificate)),
    ...(newest ? [keyDescriptor('encryption', newest)] : []),
  ];
  const slo = [bindings.redirect, bindings.post].map(
    (binding) => `<SingleLogoutService Binding="${binding}" Location="${escapeXml(sp.slo)}"/>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<EntityDescriptor xmlns="${namespaces.metadata}" xmlns:ds="${namespaces.signature}" entityID="${escapeXml(sp.entityId)}">`,
    `  <SPSSODescriptor AuthnRequestsSigned="${sp.signsRequests}" WantAssertionsSigned="${sp.wantsAssertionsSigned}" protocolSupportEnumeration="${namespaces.protocol}">`,
    ...[...keys, ...slo].map((line) => `    ${line}`),
    ...(sp.nameIdFormat ? [`    <NameIDFormat>${escapeXml(sp.nameIdFormat)}</NameIDFormat>`] : []),
    `    <AssertionConsumerService Binding="${bindings.post}" Location="${escapeXml(sp.acs)}" index="0" isDefault="true"/>`,
    '  </SPSSODescriptor>',
    '</EntityDescriptor>',
    '',
  ].join('\n');
}

const ENCRYPTIONS = [
  'http://www.w3.org/2009/xmlenc11#aes256-gcm',
  'http://www.w3.org/2009/xmlenc11#aes128-gcm',
  'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
  'http://www.w3.org/2001/04/xmlenc#aes128-cbc',
];

function keyDescriptor(use: 'signing' | 'encryption', certificate: string): string {
  const base64 = certificate.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  const methods =
    use === 'signing'
      ? ''
      : ENCRYPTIONS.map((name) => `<EncryptionMethod Algorithm="${name}"/>`).join('');
  return `<KeyDescriptor use="${use}"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${base64}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>${methods}</KeyDescriptor>`;
}
