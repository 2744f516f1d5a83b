import type {
  AiccAu,
  AiccBlock,
  Scorm12Item,
  Scorm2004Item,
} from '../../courses/course-structure.ts';
import type { PlayedStructure } from '../page/launch-items.ts';

/** An item that can be opened, with what its manifest says about its outcome. */
export interface ScoredItem {
  id: string;
  /** Scaled score that passes, in [-1,1]; null: the content says by itself. */
  passingScore: number | null;
  /** Progress that completes, in [0,1]; null: the content says by itself. */
  completingProgress: number | null;
}

export function scoredItems(structure: PlayedStructure): ScoredItem[] {
  if (structure.kind === 'aicc') return structure.children.flatMap(ausOf).map(plain);
  if (structure.kind === 'scorm12') return itemsOf(structure.organization).map(plain);
  return itemsOf(structure.organization).map((item) => {
    const { identifier, completionThreshold, sequencing } = item;
    const { primaryObjective } = sequencing;
    return {
      id: identifier,
      passingScore: primaryObjective?.satisfiedByMeasure
        ? primaryObjective.minNormalizedMeasure
        : null,
      completingProgress: completionThreshold.completedByMeasure
        ? completionThreshold.minProgressMeasure
        : null,
    };
  });
}

/** SCORM 1.2 and AICC: the runtime has compared with the mastery score before it commits. */
function plain({ identifier }: { identifier: string }): ScoredItem {
  return { id: identifier, passingScore: null, completingProgress: null };
}

function itemsOf<Item extends (Scorm12Item | Scorm2004Item) & { children: Item[] }>(
  item: Item,
): Item[] {
  return [...(item.resource ? [item] : []), ...item.children.flatMap((child) => itemsOf(child))];
}

function ausOf(part: AiccBlock | AiccAu): AiccAu[] {
  return part.type === 'au' ? [part] : part.children.flatMap(ausOf);
}
