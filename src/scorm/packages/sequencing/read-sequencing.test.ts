import { expect } from 'chai';
import type { Sequencing } from '../../courses/sequencing.ts';
import { testReading } from '../test-reading.ts';
import { childrenOf } from '../xml/xml-element.ts';
import { readXml } from '../xml/xml-tree.ts';
import { readSequencing } from './read-sequencing.ts';

const NAMESPACES =
  'xmlns:imsss="http://www.imsglobal.org/xsd/imsss" xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"';

/** @param definitions of the manifest's sequencingCollection */
function read(sequencing: string, definitions = '') {
  const { warn, warnings } = testReading();
  const xml = `<item ${NAMESPACES}>${sequencing}<c>${definitions}</c></item>`;
  const item = readXml('x.xml', Buffer.from(xml), warn);
  const collection = new Map(
    childrenOf(childrenOf(item, 'c')[0], 'sequencing').map((each) => [
      each.attributes.get('id') ?? '',
      each,
    ]),
  );
  return { sequencing: readSequencing(item, collection, { at: 'item i', warn }), warnings };
}

/** IMS SS 1.0 and the ADL extensions, as their schemas give them. */
const defaults: Sequencing = {
  controlMode: {
    choice: true,
    choiceExit: true,
    flow: false,
    forwardOnly: false,
    useCurrentAttemptObjectiveInfo: true,
    useCurrentAttemptProgressInfo: true,
  },
  preConditionRules: [],
  exitConditionRules: [],
  postConditionRules: [],
  limitConditions: { attemptLimit: null, attemptAbsoluteDurationLimit: null },
  rollupRules: {
    rollupObjectiveSatisfied: true,
    rollupProgressCompletion: true,
    objectiveMeasureWeight: 1,
    rules: [],
  },
  primaryObjective: null,
  objectives: [],
  randomizationControls: {
    randomizationTiming: 'never',
    selectCount: null,
    reorderChildren: false,
    selectionTiming: 'never',
  },
  deliveryControls: { tracked: true, completionSetByContent: false, objectiveSetByContent: false },
  constrainedChoiceConsiderations: { preventActivation: false, constrainChoice: false },
  rollupConsiderations: {
    requiredForSatisfied: 'always',
    requiredForNotSatisfied: 'always',
    requiredForCompleted: 'always',
    requiredForIncomplete: 'always',
    measureSatisfactionIfActive: true,
  },
};

describe('sequencing', () => {
  it('has the defaults of the schemas, flow being false', () => {
    expect(read('').sequencing).deep.equal(defaults);
    const empty = `<imsss:sequencing><imsss:controlMode/><imsss:limitConditions/><imsss:sequencingRules/>
      <imsss:rollupRules/><imsss:objectives/><imsss:randomizationControls/><imsss:deliveryControls/>
      <adlseq:constrainedChoiceConsiderations/><adlseq:rollupConsiderations/></imsss:sequencing>`;
    expect(read(empty).sequencing).deep.equal(defaults);
  });

  it('is read in every part', () => {
    const { sequencing, warnings } = read(`<imsss:sequencing>
      <imsss:controlMode choice="false" choiceExit="false" flow="true" forwardOnly="1"
        useCurrentAttemptObjectiveInfo="false" useCurrentAttemptProgressInfo="0"/>
      <imsss:limitConditions attemptLimit="2" attemptAbsoluteDurationLimit="PT1H30M"/>
      <imsss:randomizationControls randomizationTiming="onEachNewAttempt" selectCount="3" reorderChildren="true" selectionTiming="once"/>
      <imsss:deliveryControls tracked="false" completionSetByContent="true" objectiveSetByContent="true"/>
      <adlseq:constrainedChoiceConsiderations preventActivation="true" constrainChoice="true"/>
      <adlseq:rollupConsiderations requiredForSatisfied="ifAttempted" requiredForNotSatisfied="ifNotSkipped"
        requiredForCompleted="ifNotSuspended" requiredForIncomplete="ifAttempted" measureSatisfactionIfActive="false"/>
      </imsss:sequencing>`);
    expect(warnings).deep.equal([]);
    expect(sequencing).deep.include({
      controlMode: {
        choice: false,
        choiceExit: false,
        flow: true,
        forwardOnly: true,
        useCurrentAttemptObjectiveInfo: false,
        useCurrentAttemptProgressInfo: false,
      },
      limitConditions: { attemptLimit: 2, attemptAbsoluteDurationLimit: 'PT1H30M' },
      randomizationControls: {
        randomizationTiming: 'onEachNewAttempt',
        selectCount: 3,
        reorderChildren: true,
        selectionTiming: 'once',
      },
      deliveryControls: {
        tracked: false,
        completionSetByContent: true,
        objectiveSetByContent: true,
      },
      constrainedChoiceConsiderations: { preventActivation: true, constrainChoice: true },
      rollupConsiderations: {
        requiredForSatisfied: 'ifAttempted',
        requiredForNotSatisfied: 'ifNotSkipped',
        requiredForCompleted: 'ifNotSuspended',
        requiredForIncomplete: 'ifAttempted',
        measureSatisfactionIfActive: false,
      },
    });
  });

  it('has rules before, at and after an activity, conditions all by default', () => {
    const condition = '<imsss:ruleCondition condition="satisfied"/>';
    const { sequencing } = read(`<imsss:sequencing><imsss:sequencingRules>
      <imsss:preConditionRule><imsss:ruleConditions conditionCombination="any">${condition}
        <imsss:ruleCondition condition="objectiveMeasureGreaterThan" operator="not" referencedObjective="o" measureThreshold="0.5"/>
        </imsss:ruleConditions><imsss:ruleAction action="skip"/></imsss:preConditionRule>
      <imsss:exitConditionRule><imsss:ruleConditions>${condition}</imsss:ruleConditions><imsss:ruleAction action="exit"/></imsss:exitConditionRule>
      <imsss:postConditionRule><imsss:ruleConditions>${condition}</imsss:ruleConditions><imsss:ruleAction action="retryAll"/></imsss:postConditionRule>
      </imsss:sequencingRules></imsss:sequencing>`);
    const plain = {
      condition: 'satisfied',
      operator: 'noOp',
      referencedObjective: null,
      measureThreshold: null,
    };
    const measured = {
      condition: 'objectiveMeasureGreaterThan',
      operator: 'not',
      referencedObjective: 'o',
      measureThreshold: 0.5,
    };
    expect(sequencing.preConditionRules).deep.equal([
      { conditionCombination: 'any', conditions: [plain, measured], action: 'skip' },
    ]);
    expect(sequencing.exitConditionRules).deep.equal([
      { conditionCombination: 'all', conditions: [plain], action: 'exit' },
    ]);
    expect(sequencing.postConditionRules).deep.equal([
      { conditionCombination: 'all', conditions: [plain], action: 'retryAll' },
    ]);
  });

  it('has rollup rules, conditions any by default', () => {
    const { sequencing } = read(`<imsss:sequencing>
      <imsss:rollupRules rollupObjectiveSatisfied="false" rollupProgressCompletion="false" objectiveMeasureWeight="0.25">
      <imsss:rollupRule childActivitySet="atLeastPercent" minimumPercent="0.6" minimumCount="2">
        <imsss:rollupConditions><imsss:rollupCondition condition="attempted" operator="not"/></imsss:rollupConditions>
        <imsss:rollupAction action="incomplete"/></imsss:rollupRule>
      </imsss:rollupRules></imsss:sequencing>`);
    expect(sequencing.rollupRules).deep.equal({
      rollupObjectiveSatisfied: false,
      rollupProgressCompletion: false,
      objectiveMeasureWeight: 0.25,
      rules: [
        {
          childActivitySet: 'atLeastPercent',
          minimumCount: 2,
          minimumPercent: 0.6,
          conditionCombination: 'any',
          conditions: [{ condition: 'attempted', operator: 'not' }],
          action: 'incomplete',
        },
      ],
    });
  });

  it('joins the objectives of IMS with those of ADL by their ids (4th edition)', () => {
    const { sequencing } = read(`<imsss:sequencing><imsss:objectives>
      <imsss:primaryObjective objectiveID="p" satisfiedByMeasure="true"><imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure>
        <imsss:mapInfo targetObjectiveID="g" writeSatisfiedStatus="true"/></imsss:primaryObjective>
      <imsss:objective objectiveID="s"/></imsss:objectives>
      <adlseq:objectives><adlseq:objective objectiveID="p"><adlseq:mapInfo targetObjectiveID="g" writeRawScore="true" readMaxScore="false"/></adlseq:objective>
      <adlseq:objective objectiveID="s"><adlseq:mapInfo targetObjectiveID="h"/></adlseq:objective></adlseq:objectives></imsss:sequencing>`);
    expect(sequencing.primaryObjective).deep.include({
      objectiveID: 'p',
      satisfiedByMeasure: true,
      minNormalizedMeasure: 0.6,
    });
    const [map] = sequencing.primaryObjective?.mapInfo ?? [];
    expect(map).include({
      targetObjectiveID: 'g',
      readSatisfiedStatus: true,
      readNormalizedMeasure: true,
      writeSatisfiedStatus: true,
      writeNormalizedMeasure: false,
      writeRawScore: true,
      readRawScore: true,
      readMaxScore: false,
    });
    const [secondary] = sequencing.objectives;
    expect(secondary).include({ objectiveID: 's', minNormalizedMeasure: 1 });
    expect(secondary?.mapInfo).length(1);
    expect(secondary?.mapInfo[0]).include({ readSatisfiedStatus: false, readRawScore: true });
  });

  it('is completed from the collection, part by part', () => {
    const { sequencing } = read(
      '<imsss:sequencing IDRef="d"><imsss:controlMode flow="true"/></imsss:sequencing>',
      `<imsss:sequencing ID="d"><imsss:controlMode flow="false" choice="false"/>
        <imsss:deliveryControls tracked="false"/></imsss:sequencing>`,
    );
    expect(sequencing.controlMode).include({ flow: true, choice: true });
    expect(sequencing.deliveryControls.tracked).equal(false);
  });

  const odd: [title: string, xml: string][] = [
    ['a reference to nothing', '<imsss:sequencing IDRef="x"/>'],
    [
      'a truth that is none',
      '<imsss:sequencing><imsss:controlMode flow="maybe"/></imsss:sequencing>',
    ],
    [
      'a weight above 1',
      '<imsss:sequencing><imsss:rollupRules objectiveMeasureWeight="7"/></imsss:sequencing>',
    ],
    [
      'a limit that is none',
      '<imsss:sequencing><imsss:limitConditions attemptLimit="-1"/></imsss:sequencing>',
    ],
    [
      'a duration that is none',
      '<imsss:sequencing><imsss:limitConditions attemptAbsoluteDurationLimit="1h"/></imsss:sequencing>',
    ],
    [
      'a rule without an action',
      '<imsss:sequencing><imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="always"/></imsss:ruleConditions></imsss:preConditionRule></imsss:sequencingRules></imsss:sequencing>',
    ],
    [
      'a rule of an unknown condition',
      '<imsss:sequencing><imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="raining"/></imsss:ruleConditions><imsss:ruleAction action="skip"/></imsss:preConditionRule></imsss:sequencingRules></imsss:sequencing>',
    ],
    [
      'a rule of which one condition is unknown',
      '<imsss:sequencing><imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="always"/><imsss:ruleCondition condition="raining"/></imsss:ruleConditions><imsss:ruleAction action="skip"/></imsss:preConditionRule></imsss:sequencingRules></imsss:sequencing>',
    ],
    [
      'a rollup rule of nothing',
      '<imsss:sequencing><imsss:rollupRules><imsss:rollupRule/></imsss:rollupRules></imsss:sequencing>',
    ],
    [
      'an objective without an id',
      '<imsss:sequencing><imsss:objectives><imsss:objective/></imsss:objectives></imsss:sequencing>',
    ],
    [
      'a map to nothing',
      '<imsss:sequencing><imsss:objectives><imsss:primaryObjective><imsss:mapInfo/></imsss:primaryObjective></imsss:objectives></imsss:sequencing>',
    ],
  ];
  for (const [title, xml] of odd) {
    it(`leaves out ${title}, with a warning`, () => {
      const { sequencing, warnings } = read(xml);
      expect(warnings).length(1);
      expect({ ...sequencing, primaryObjective: null }).deep.equal(defaults);
    });
  }
});
