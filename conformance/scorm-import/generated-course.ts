import AdmZip from 'adm-zip';

/** An item of a generated course; `sequencing` and `navigation` are the XML within theirs. */
export interface GeneratedItem {
  id: string;
  sequencing?: string;
  navigation?: string;
  children?: GeneratedItem[];
}

const namespaces = [
  'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"',
  'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"',
  'xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"',
  'xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3"',
  'xmlns:imsss="http://www.imsglobal.org/xsd/imsss"',
].join(' ');

/** Each item's content, which tells nothing but that it came and went. */
const page = (find: string, begin: string, end: string) => `<!doctype html><title>Item</title>
<script>
let api = null;
for (let w = window; !api && w.parent !== w; ) { w = w.parent; api = w.${find}; }
api.${begin}('');
addEventListener('unload', () => api.${end}(''));
</script><h1>Content</h1>`;

/** A package of SCORM 2004, 4th edition. */
export function course2004(items: readonly GeneratedItem[], sequencing = ''): Buffer {
  const manifest = `<?xml version="1.0"?>
<manifest identifier="m" ${namespaces}>
<metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
<organizations default="o"><organization identifier="o" adlseq:objectivesGlobalToSystem="false"><title>Generated</title>
${items.map(itemXml).join('\n')}${sequencingXml(sequencing)}
</organization></organizations>
<resources><resource identifier="r" type="webcontent" adlcp:scormType="sco" href="sco.html"><file href="sco.html"/></resource></resources>
</manifest>`;
  return zipOf(manifest, page('API_1484_11', 'Initialize', 'Terminate'));
}

/** A package of SCORM 1.2. */
export function course12(ids: readonly string[]): Buffer {
  const items = ids.map(
    (id) => `<item identifier="${id}" identifierref="r"><title>${id}</title></item>`,
  );
  const manifest = `<?xml version="1.0"?>
<manifest identifier="m" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>Generated</title>${items.join('')}</organization></organizations>
<resources><resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="sco.html"><file href="sco.html"/></resource></resources>
</manifest>`;
  return zipOf(manifest, page('API', 'LMSInitialize', 'LMSFinish'));
}

let made = 0;

/** The same package again would be the same course. */
function zipOf(manifest: string, content: string): Buffer {
  made += 1;
  const zip = new AdmZip();
  zip.addFile('imsmanifest.xml', Buffer.from(manifest));
  zip.addFile('sco.html', Buffer.from(`${content}<!-- ${made} ${Date.now()} -->`));
  return zip.toBuffer();
}

function itemXml({ id, sequencing = '', navigation = '', children = [] }: GeneratedItem): string {
  const resource = children.length === 0 ? ' identifierref="r"' : '';
  const presentation =
    navigation &&
    `<adlnav:presentation><adlnav:navigationInterface>${navigation}</adlnav:navigationInterface></adlnav:presentation>`;
  return `<item identifier="${id}"${resource}><title>${id}</title>${children.map(itemXml).join('')}${sequencingXml(sequencing)}${presentation}</item>`;
}

function sequencingXml(inner: string): string {
  return inner && `<imsss:sequencing>${inner}</imsss:sequencing>`;
}
