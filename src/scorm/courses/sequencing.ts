/**
 * How an activity is sequenced (IMS Simple Sequencing 1.0, with the ADL extensions of SCORM 2004 4th
 * edition), in the words of the schemas. Whatever a manifest leaves out has the schemas' default, so
 * a reader needs no defaults of its own; null stands for "no limit" or "not there".
 */
export interface Sequencing {
  controlMode: {
    choice: boolean;
    choiceExit: boolean;
    flow: boolean;
    forwardOnly: boolean;
    useCurrentAttemptObjectiveInfo: boolean;
    useCurrentAttemptProgressInfo: boolean;
  };
  preConditionRules: SequencingRule<PreConditionAction>[];
  exitConditionRules: SequencingRule<'exit'>[];
  postConditionRules: SequencingRule<PostConditionAction>[];
  limitConditions: {
    attemptLimit: number | null;
    /** ISO 8601 duration. */
    attemptAbsoluteDurationLimit: string | null;
  };
  rollupRules: {
    rollupObjectiveSatisfied: boolean;
    rollupProgressCompletion: boolean;
    objectiveMeasureWeight: number;
    rules: RollupRule[];
  };
  primaryObjective: SequencingObjective | null;
  /** Without the primary one. */
  objectives: SequencingObjective[];
  randomizationControls: {
    randomizationTiming: RandomizationTiming;
    selectCount: number | null;
    reorderChildren: boolean;
    selectionTiming: RandomizationTiming;
  };
  deliveryControls: {
    tracked: boolean;
    completionSetByContent: boolean;
    objectiveSetByContent: boolean;
  };
  constrainedChoiceConsiderations: { preventActivation: boolean; constrainChoice: boolean };
  rollupConsiderations: {
    requiredForSatisfied: RollupRequirement;
    requiredForNotSatisfied: RollupRequirement;
    requiredForCompleted: RollupRequirement;
    requiredForIncomplete: RollupRequirement;
    measureSatisfactionIfActive: boolean;
  };
}

export type PreConditionAction = 'skip' | 'disabled' | 'hiddenFromChoice' | 'stopForwardTraversal';

export type PostConditionAction =
  | 'exitParent'
  | 'exitAll'
  | 'retry'
  | 'retryAll'
  | 'continue'
  | 'previous';

export type RandomizationTiming = 'never' | 'once' | 'onEachNewAttempt';

export type RollupRequirement = 'always' | 'ifAttempted' | 'ifNotSkipped' | 'ifNotSuspended';

export interface SequencingRule<Action> {
  conditionCombination: 'all' | 'any';
  conditions: {
    condition: RuleCondition;
    operator: 'not' | 'noOp';
    /** Null: the activity's own. */
    referencedObjective: string | null;
    /** In [-1,1]. */
    measureThreshold: number | null;
  }[];
  action: Action;
}

export type RollupCondition =
  | 'satisfied'
  | 'objectiveStatusKnown'
  | 'objectiveMeasureKnown'
  | 'completed'
  | 'activityProgressKnown'
  | 'attempted'
  | 'attemptLimitExceeded'
  | 'timeLimitExceeded'
  | 'outsideAvailableTimeRange';

export type RuleCondition =
  | RollupCondition
  | 'objectiveMeasureGreaterThan'
  | 'objectiveMeasureLessThan'
  | 'always';

export interface RollupRule {
  childActivitySet: 'all' | 'any' | 'none' | 'atLeastCount' | 'atLeastPercent';
  minimumCount: number;
  /** In [0,1]. */
  minimumPercent: number;
  conditionCombination: 'all' | 'any';
  conditions: { condition: RollupCondition; operator: 'not' | 'noOp' }[];
  action: 'satisfied' | 'notSatisfied' | 'completed' | 'incomplete';
}

export interface SequencingObjective {
  /** Null: only a primary objective may go without. */
  objectiveID: string | null;
  satisfiedByMeasure: boolean;
  /** In [-1,1]. */
  minNormalizedMeasure: number;
  mapInfo: ObjectiveMap[];
}

/** All but the first five are of the 4th edition (adlseq:objectives). */
export interface ObjectiveMap {
  targetObjectiveID: string;
  readSatisfiedStatus: boolean;
  readNormalizedMeasure: boolean;
  writeSatisfiedStatus: boolean;
  writeNormalizedMeasure: boolean;
  readRawScore: boolean;
  readMinScore: boolean;
  readMaxScore: boolean;
  readCompletionStatus: boolean;
  readProgressMeasure: boolean;
  writeRawScore: boolean;
  writeMinScore: boolean;
  writeMaxScore: boolean;
  writeCompletionStatus: boolean;
  writeProgressMeasure: boolean;
}
