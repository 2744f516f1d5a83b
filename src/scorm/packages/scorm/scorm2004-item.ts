import type { Activity, HiddenControl, Scorm2004Item } from '../../courses/course-structure.ts';
import { readSequencing, type SequencingCollection } from '../sequencing/read-sequencing.ts';
import { schemaValues, toNumber } from '../sequencing/schema-values.ts';
import type { Place, Warn } from '../warnings.ts';
import { attributeOf, childOf, childrenOf, lineOf, type XmlElement } from '../xml/xml-element.ts';

const CONTROLS: HiddenControl[] = [
  'continue',
  'previous',
  'exit',
  'exitAll',
  'abandon',
  'abandonAll',
  'suspendAll',
];
const SHARE = { min: 0, max: 1 };

/** What an item of SCORM 2004 has besides, and the organization too (CAM 3.4.1, SN 5). */
export function scorm2004Item(
  part: Activity<Scorm2004Item>,
  element: XmlElement,
  { collection, warn }: { collection: SequencingCollection; warn: Warn },
): Scorm2004Item {
  const context = { at: `item ${part.identifier}`, warn };
  const groupsWithContent = part.resource && part.children.length > 0;
  if (groupsWithContent) {
    warn(
      context.at,
      'It has content of its own and items below it; its own content is not played.',
    );
  }
  return {
    ...part,
    resource: groupsWithContent ? null : part.resource,
    completionThreshold: completionThresholdOf(element, context),
    hideLMSUI: hiddenControlsOf(element, context),
    data: dataOf(element, context),
    sequencing: readSequencing(element, collection, context),
  };
}

/** By attributes in the 4th edition; before, the measure alone as text. */
function completionThresholdOf(
  item: XmlElement,
  context: Place,
): Scorm2004Item['completionThreshold'] {
  const element = childOf(item, 'completionThreshold');
  const values = schemaValues(element, context);
  const text = lineOf(element);
  const measure = text === undefined ? undefined : toNumber(text, SHARE);
  if (text !== undefined && measure === undefined) {
    context.warn(context.at, `Its completion threshold "${text}" is not in 0 to 1.`);
  }
  return {
    completedByMeasure: values.boolean('completedByMeasure', measure !== undefined),
    minProgressMeasure: values.number('minProgressMeasure', measure ?? 1, SHARE),
    progressWeight: values.number('progressWeight', 1, SHARE),
  };
}

function hiddenControlsOf(item: XmlElement, { at, warn }: Place): HiddenControl[] {
  const navigation = childOf(childOf(item, 'presentation'), 'navigationInterface');
  return childrenOf(navigation, 'hideLMSUI').flatMap((element) => {
    const written = lineOf(element);
    const control = CONTROLS.find((word) => word === written);
    if (!control) warn(at, `It hides "${written ?? ''}", which is no control.`);
    return control ? [control] : [];
  });
}

function dataOf(item: XmlElement, context: Place): Scorm2004Item['data'] {
  return childrenOf(childOf(item, 'data'), 'map').flatMap((map) => {
    const targetID = attributeOf(map, 'targetID');
    const values = schemaValues(map, context);
    return targetID
      ? [
          {
            targetID,
            readSharedData: values.boolean('readSharedData', true),
            writeSharedData: values.boolean('writeSharedData', true),
          },
        ]
      : [];
  });
}
