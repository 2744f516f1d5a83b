import { ImportRefusedError } from '../../../platform/files/import-refused-error.ts';
import type { Warn } from '../warnings.ts';
import { attributeOf, childOf, childrenOf, type XmlElement } from '../xml/xml-element.ts';
import type { Resources } from './resources.ts';

/**
 * The organization that a learner is shown: the default one, else the first. A manifest without any
 * (SCORM calls that a package of resources) gets one of its SCOs, or of its other pages.
 * @throws {ImportRefusedError} `nothing_to_launch`
 */
export function organizationOf(
  manifest: XmlElement,
  { file, resources, warn }: { file: string; resources: Resources; warn: Warn },
): XmlElement {
  const group = childOf(manifest, 'organizations');
  const all = childrenOf(group, 'organization');
  const wanted = attributeOf(group, 'default');
  const named = all.find((each) => attributeOf(each, 'identifier') === wanted);
  const chosen = named ?? all[0];
  if (!chosen) return withoutOrganization({ file, resources, warn });
  if (wanted && !named) {
    warn(file, `Its default organization "${wanted}" is not there; the first was taken.`);
  }
  if (all.length > 1) {
    warn(file, `It has ${all.length} organizations; only one of them, the default, is played.`);
  }
  return chosen;
}

function withoutOrganization({
  file,
  resources,
  warn,
}: {
  file: string;
  resources: Resources;
  warn: Warn;
}): XmlElement {
  const scos = resources.all.filter(({ scormType }) => scormType === 'sco');
  const shown = scos.length > 0 ? scos : resources.all;
  if (shown.length === 0) throw nothingToLaunch(file);
  warn(
    file,
    `It has no organization, which would tell what to show in which order. The course was made of what can be opened: ${shown.length} of its resources.`,
  );
  const item = (identifier: string) =>
    element(
      'item',
      [
        ['identifier', identifier],
        ['identifierref', identifier],
      ],
      [],
    );
  return element(
    'organization',
    [['identifier', 'organization']],
    shown.map(({ identifier }) => item(identifier)),
  );
}

function element(name: string, attributes: [string, string][], children: XmlElement[]): XmlElement {
  return { uri: '', name, attributes: new Map(attributes), children, text: '', line: 0 };
}

export function nothingToLaunch(file: string): ImportRefusedError {
  return new ImportRefusedError(
    'nothing_to_launch',
    `Nothing can be opened: ${file} names no page that is in the package.`,
  );
}
