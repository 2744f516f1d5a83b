import { XmlDocument, type XmlElement } from 'libxml2-wasm';

/** What of scorm-again's settings of an activity is used here; its own types do not resolve. */
export interface ActivitySettings {
  id: string;
  title: string;
  children?: ActivitySettings[];
  sequencingControls?: Record<string, boolean | number>;
  deliveryControls?: Record<string, boolean>;
  primaryObjective?: ObjectiveSettings;
  objectives?: ObjectiveSettings[];
  sequencingRules?: Record<string, RuleSettings[]>;
  rollupConsiderations?: Record<string, string>;
}

interface ObjectiveSettings {
  objectiveID: string;
  isPrimary?: boolean;
  satisfiedByMeasure: boolean;
  minNormalizedMeasure?: number;
  mapInfo: Record<string, string | boolean>[];
}

interface RuleSettings {
  action: string;
  conditionCombination: string;
  conditions: Record<string, string>[];
}

const namespaces = {
  cp: 'http://www.imsglobal.org/xsd/imscp_v1p1',
  adlcp: 'http://www.adlnet.org/xsd/adlcp_v1p3',
  adlseq: 'http://www.adlnet.org/xsd/adlseq_v1p3',
  imsss: 'http://www.imsglobal.org/xsd/imsss',
};

/** The default organization of a SCORM 2004 manifest as scorm-again's activity tree. */
export function activityTree(manifest: string): ActivitySettings {
  const document = XmlDocument.fromString(manifest);
  try {
    const [organization] = elements(
      document.root,
      '/cp:manifest/cp:organizations/cp:organization[@identifier = ../@default]',
    );
    if (!organization) throw new Error('The manifest has no default organization.');
    return activityOf(organization);
  } finally {
    document.dispose();
  }
}

function activityOf(element: XmlElement): ActivitySettings {
  const [sequencing] = elements(element, 'imsss:sequencing');
  const children = elements(element, 'cp:item').map(activityOf);
  return {
    id: attribute(element, 'identifier', ''),
    title: elements(element, 'cp:title')[0]?.content ?? '',
    ...(children.length > 0 && { children }),
    ...(sequencing && sequencingOf(sequencing)),
  };
}

/** What the manifest leaves out has the value that the schema says, not the runtime's own. */
function sequencingOf(sequencing: XmlElement): Partial<ActivitySettings> {
  const [mode] = elements(sequencing, 'imsss:controlMode');
  const [delivery] = elements(sequencing, 'imsss:deliveryControls');
  const [rollup] = elements(sequencing, 'imsss:rollupRules');
  const [considerations] = elements(sequencing, 'adlseq:rollupConsiderations');
  const [primary] = elements(sequencing, 'imsss:objectives/imsss:primaryObjective');
  const setByContent = {
    completionSetByContent: flag(delivery, 'completionSetByContent', false),
    objectiveSetByContent: flag(delivery, 'objectiveSetByContent', false),
  };
  const rules = (name: string) => elements(sequencing, `imsss:sequencingRules/${name}`).map(ruleOf);
  const required = (name: string) => attribute(considerations, name, 'always');
  return {
    sequencingControls: {
      choice: flag(mode, 'choice', true),
      flow: flag(mode, 'flow', false),
      forwardOnly: flag(mode, 'forwardOnly', false),
      rollupObjectiveSatisfied: flag(rollup, 'rollupObjectiveSatisfied', true),
      rollupProgressCompletion: flag(rollup, 'rollupProgressCompletion', true),
      objectiveMeasureWeight: Number(attribute(rollup, 'objectiveMeasureWeight', '1')),
      ...setByContent,
    },
    deliveryControls: setByContent,
    ...(primary && { primaryObjective: { ...objectiveOf(primary), isPrimary: true } }),
    objectives: elements(sequencing, 'imsss:objectives/imsss:objective').map(objectiveOf),
    sequencingRules: {
      preConditionRules: rules('imsss:preConditionRule'),
      postConditionRules: rules('imsss:postConditionRule'),
    },
    rollupConsiderations: {
      requiredForSatisfied: required('requiredForSatisfied'),
      requiredForNotSatisfied: required('requiredForNotSatisfied'),
      requiredForCompleted: required('requiredForCompleted'),
      requiredForIncomplete: required('requiredForIncomplete'),
    },
  };
}

function objectiveOf(element: XmlElement): ObjectiveSettings {
  const measure = elements(element, 'imsss:minNormalizedMeasure')[0]?.content;
  return {
    objectiveID: attribute(element, 'objectiveID', ''),
    satisfiedByMeasure: flag(element, 'satisfiedByMeasure', false),
    ...(measure !== undefined && { minNormalizedMeasure: Number(measure) }),
    mapInfo: elements(element, 'imsss:mapInfo').map((map) => ({
      targetObjectiveID: attribute(map, 'targetObjectiveID', ''),
      readSatisfiedStatus: flag(map, 'readSatisfiedStatus', true),
      readNormalizedMeasure: flag(map, 'readNormalizedMeasure', true),
      writeSatisfiedStatus: flag(map, 'writeSatisfiedStatus', false),
      writeNormalizedMeasure: flag(map, 'writeNormalizedMeasure', false),
    })),
  };
}

function ruleOf(element: XmlElement): RuleSettings {
  const [conditions] = elements(element, 'imsss:ruleConditions');
  const [action] = elements(element, 'imsss:ruleAction');
  return {
    action: attribute(action, 'action', ''),
    conditionCombination: attribute(conditions, 'conditionCombination', 'all'),
    conditions: elements(element, 'imsss:ruleConditions/imsss:ruleCondition').map(conditionOf),
  };
}

function conditionOf(element: XmlElement): RuleSettings['conditions'][number] {
  const referencedObjective = attribute(element, 'referencedObjective', '');
  return {
    ...(referencedObjective !== '' && { referencedObjective }),
    condition: attribute(element, 'condition', ''),
    operator: attribute(element, 'operator', 'noOp'),
  };
}

function elements(from: XmlElement, xpath: string): XmlElement[] {
  return from.find(xpath, namespaces).filter((node) => 'attr' in node) as XmlElement[];
}

function attribute(element: XmlElement | undefined, name: string, otherwise: string): string {
  return element?.attr(name)?.value ?? otherwise;
}

function flag(element: XmlElement | undefined, name: string, otherwise: boolean): boolean {
  return attribute(element, name, String(otherwise)) === 'true';
}
