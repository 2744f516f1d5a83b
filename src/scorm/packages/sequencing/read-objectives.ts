import type { ObjectiveMap, Sequencing, SequencingObjective } from '../../courses/sequencing.ts';
import type { Place } from '../warnings.ts';
import { attributeOf, childOf, childrenOf, lineOf, type XmlElement } from '../xml/xml-element.ts';
import { schemaValues, toNumber } from './schema-values.ts';

type Objectives = Pick<Sequencing, 'primaryObjective' | 'objectives'>;

const ADLSEQ = /adlseq/i;
const MEASURE = { min: -1, max: 1 };

/**
 * @param groups `imsss:objectives` and `adlseq:objectives` (4th edition), which have the same name
 * and whose objectives belong together by their ids
 */
export function readObjectives(groups: XmlElement[], context: Place): Objectives {
  const isExtension = ({ uri }: XmlElement) => ADLSEQ.test(uri);
  const own = groups.find((group) => !isExtension(group));
  const extension = groups.find(isExtension);
  const primary = childOf(own, 'primaryObjective');
  const read = (element: XmlElement) => readObjective(element, extension, context);
  const all = childrenOf(own, 'objective').map(read);
  const objectives = all.filter(({ objectiveID }) => objectiveID !== null);
  if (objectives.length < all.length) {
    context.warn(context.at, 'An objective has no objectiveID; it was left out.');
  }
  return { primaryObjective: primary ? read(primary) : null, objectives };
}

function readObjective(
  element: XmlElement,
  extension: XmlElement | undefined,
  context: Place,
): SequencingObjective {
  const objectiveID = attributeOf(element, 'objectiveID') || null;
  const maps = childrenOf(element, 'mapInfo').flatMap((map) => readMap(map, context));
  const extended = childrenOf(extension, 'objective')
    .filter((each) => (attributeOf(each, 'objectiveID') || null) === objectiveID)
    .flatMap((each) => childrenOf(each, 'mapInfo'))
    .flatMap((map) => readExtendedMap(map, context));
  return {
    objectiveID,
    satisfiedByMeasure: schemaValues(element, context).boolean('satisfiedByMeasure', false),
    minNormalizedMeasure: readMeasure(childOf(element, 'minNormalizedMeasure'), context),
    mapInfo: mergeMaps(maps, extended),
  };
}

function readMeasure(element: XmlElement | undefined, { at, warn }: Place): number {
  const text = lineOf(element);
  if (text === undefined) return 1;
  const measure = toNumber(text, MEASURE);
  if (measure === undefined) warn(at, `Its minNormalizedMeasure "${text}" is not in -1 to 1.`);
  return measure ?? 1;
}

const NOTHING: Omit<ObjectiveMap, 'targetObjectiveID'> = {
  readSatisfiedStatus: false,
  readNormalizedMeasure: false,
  writeSatisfiedStatus: false,
  writeNormalizedMeasure: false,
  readRawScore: false,
  readMinScore: false,
  readMaxScore: false,
  readCompletionStatus: false,
  readProgressMeasure: false,
  writeRawScore: false,
  writeMinScore: false,
  writeMaxScore: false,
  writeCompletionStatus: false,
  writeProgressMeasure: false,
};

function readMap(element: XmlElement, context: Place): ObjectiveMap[] {
  const values = schemaValues(element, context);
  return targetOf(element, context).map((targetObjectiveID) => ({
    ...NOTHING,
    targetObjectiveID,
    readSatisfiedStatus: values.boolean('readSatisfiedStatus', true),
    readNormalizedMeasure: values.boolean('readNormalizedMeasure', true),
    writeSatisfiedStatus: values.boolean('writeSatisfiedStatus', false),
    writeNormalizedMeasure: values.boolean('writeNormalizedMeasure', false),
  }));
}

function readExtendedMap(element: XmlElement, context: Place): ObjectiveMap[] {
  const values = schemaValues(element, context);
  return targetOf(element, context).map((targetObjectiveID) => ({
    ...NOTHING,
    targetObjectiveID,
    readRawScore: values.boolean('readRawScore', true),
    readMinScore: values.boolean('readMinScore', true),
    readMaxScore: values.boolean('readMaxScore', true),
    readCompletionStatus: values.boolean('readCompletionStatus', true),
    readProgressMeasure: values.boolean('readProgressMeasure', true),
    writeRawScore: values.boolean('writeRawScore', false),
    writeMinScore: values.boolean('writeMinScore', false),
    writeMaxScore: values.boolean('writeMaxScore', false),
    writeCompletionStatus: values.boolean('writeCompletionStatus', false),
    writeProgressMeasure: values.boolean('writeProgressMeasure', false),
  }));
}

function targetOf(element: XmlElement, { at, warn }: Place): string[] {
  const target = attributeOf(element, 'targetObjectiveID');
  if (!target) warn(at, 'A mapInfo names no targetObjectiveID; it was left out.');
  return target ? [target] : [];
}

/** One map for each target, with what either side says. */
function mergeMaps(maps: ObjectiveMap[], extended: ObjectiveMap[]): ObjectiveMap[] {
  const merged = new Map<string, ObjectiveMap>();
  for (const map of [...maps, ...extended]) {
    const known = merged.get(map.targetObjectiveID);
    merged.set(map.targetObjectiveID, known ? either(known, map) : map);
  }
  return [...merged.values()];
}

function either(a: ObjectiveMap, b: ObjectiveMap): ObjectiveMap {
  const flag = (name: keyof typeof NOTHING) => a[name] || b[name];
  return {
    targetObjectiveID: a.targetObjectiveID,
    readSatisfiedStatus: flag('readSatisfiedStatus'),
    readNormalizedMeasure: flag('readNormalizedMeasure'),
    writeSatisfiedStatus: flag('writeSatisfiedStatus'),
    writeNormalizedMeasure: flag('writeNormalizedMeasure'),
    readRawScore: flag('readRawScore'),
    readMinScore: flag('readMinScore'),
    readMaxScore: flag('readMaxScore'),
    readCompletionStatus: flag('readCompletionStatus'),
    readProgressMeasure: flag('readProgressMeasure'),
    writeRawScore: flag('writeRawScore'),
    writeMinScore: flag('writeMinScore'),
    writeMaxScore: flag('writeMaxScore'),
    writeCompletionStatus: flag('writeCompletionStatus'),
    writeProgressMeasure: flag('writeProgressMeasure'),
  };
}
