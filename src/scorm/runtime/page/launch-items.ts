import type { DataModel, LaunchItem } from '@crosswalk/course-player/launch';
import { targetUrl } from '../../content/content-links.ts';
import type {
  AiccAu,
  AiccBlock,
  AiccStructure,
  Scorm12Item,
  Scorm12Structure,
  Scorm2004Item,
  Scorm2004Structure,
} from '../../courses/course-structure.ts';
import { starting12, starting2004, startingAicc, type Visitor } from './starting-values.ts';

/** Courses that are played by the runtime of ours. */
export type PlayedStructure = Scorm12Structure | Scorm2004Structure | AiccStructure;

export function isPlayed(structure: { kind: string }): structure is PlayedStructure {
  return ['scorm12', 'scorm2004', 'aicc'].includes(structure.kind);
}

/** The organization's items as the page shows them. */
export function launchItems(
  structure: PlayedStructure,
  options: { filesUrl: string; visitor: Visitor },
): LaunchItem[] {
  const { filesUrl, visitor } = options;
  switch (structure.kind) {
    case 'aicc':
      return structure.children.map((part) => aiccItem(part, options));
    case 'scorm12':
      return structure.organization.children.map((item) =>
        scormItem(item, { filesUrl, starting: (of) => starting12(of, visitor), hidden: () => [] }),
      );
    case 'scorm2004':
      return structure.organization.children.map((item) =>
        scormItem(item, {
          filesUrl,
          starting: (of) => starting2004(of, visitor),
          hidden: (of) => of.hideLMSUI,
        }),
      );
  }
}

interface ScormOptions<Item> {
  filesUrl: string;
  starting(item: Item): DataModel;
  hidden(item: Item): string[];
}

function scormItem<Item extends (Scorm12Item | Scorm2004Item) & { children: Item[] }>(
  item: Item,
  options: ScormOptions<Item>,
): LaunchItem {
  const { identifier, title, isVisible, resource } = item;
  return {
    id: identifier,
    title,
    isVisible,
    url: resource && targetUrl(options.filesUrl, resource.target),
    isSco: resource?.scormType === 'sco',
    hidden: options.hidden(item),
    starting: options.starting(item),
    children: item.children.map((child) => scormItem(child, options)),
  };
}

function aiccItem(
  part: AiccBlock | AiccAu,
  options: { filesUrl: string; visitor: Visitor },
): LaunchItem {
  const { identifier: id, title } = part;
  const shared = { id, title, isVisible: true, hidden: [] };
  if (part.type === 'au') {
    const { target } = part;
    const url = 'url' in target ? target.url : targetUrl(options.filesUrl, target);
    const starting = startingAicc(part, options.visitor);
    return { ...shared, url, isSco: true, starting, children: [] };
  }
  const children = part.children.map((child) => aiccItem(child, options));
  return { ...shared, url: null, isSco: false, starting: {}, children };
}
