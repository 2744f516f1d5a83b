import { expect } from 'chai';
import fc from 'fast-check';
import { XmlDocument } from 'libxml2-wasm';
import { type ManifestSchema, openManifestSchema } from '../../test/manifest-schema.ts';
import { nastyTitles } from '../../test/nasty-titles.ts';
import { chapteredDeck, sampleDeck } from '../../test/sample-deck.ts';
import { planCourse } from '../course/plan-course.ts';
import type { DeckContent } from '../deck-content.ts';
import type { CourseOptions } from '../export-options.ts';
import type { Edition } from './edition.ts';
import { scorm2004Manifest } from './manifest.ts';

const names = ['content.js', 'index.html', 'player.css', 'player.js'];
const namespaces = {
  cp: 'http://www.imsglobal.org/xsd/imscp_v1p1',
  adlcp: 'http://www.adlnet.org/xsd/adlcp_v1p3',
  imsss: 'http://www.imsglobal.org/xsd/imsss',
};

function withOptions(deck: DeckContent, options: Partial<DeckContent['options']>): DeckContent {
  return { ...deck, options: { ...deck.options, ...options } };
}

for (const edition of [3, 4] as const satisfies Edition[]) {
  describe(`SCORM 2004 manifest, edition ${edition}`, () => {
    let schema: ManifestSchema;
    before(() => {
      schema = openManifestSchema(`2004-${edition}`);
    });
    after(() => schema.close());

    /** The valid manifest of a deck. */
    function manifestOf(deck: DeckContent, options: CourseOptions = {}): string {
      const manifest = scorm2004Manifest(planCourse(deck, options), names, edition);
      schema.validate(manifest);
      return manifest;
    }
    function found(manifest: string, xpath: string): string[] {
      const document = XmlDocument.fromString(manifest);
      try {
        return document.find(xpath, namespaces).map(({ content }) => content);
      } finally {
        document.dispose();
      }
    }

    for (const title of nastyTitles) {
      it(`is valid with the title ${JSON.stringify(title.slice(0, 40))}`, () => {
        manifestOf(sampleDeck({ title, id: title || 'x' }));
        manifestOf(chapteredDeck({ title }), { structure: 'chapters', pretest: 1 });
      });
    }

    it('is valid with any title, id and objective', () => {
      const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 100 });
      fc.assert(
        fc.property(text, text, text, (title, id, objective) => {
          const objectives = [{ id: objective, title }];
          manifestOf(sampleDeck({ title, id, objectives }));
        }),
        { numRuns: 50 },
      );
    });

    const structures: CourseOptions[] = [
      { structure: 'chapters', sequencing: 'linear' },
      { structure: 'chapters', rollup: 'score' },
      { structure: 'chapters', sequencing: 'linear', pretest: 2, rollup: 'score' },
    ];
    for (const options of structures) {
      it(`is valid with ${JSON.stringify(options)}`, () => {
        manifestOf(withOptions(chapteredDeck(), { masteryScore: 0.8 }), options);
      });
    }

    it('S&N 3.13: what was only opened counts for nothing', () => {
      const manifest = manifestOf(sampleDeck());
      const controls = '//cp:item/imsss:sequencing/imsss:deliveryControls';
      expect(found(manifest, `${controls}/@completionSetByContent`)).to.deep.equal(['true']);
      expect(found(manifest, `${controls}/@objectiveSetByContent`)).to.deep.equal(['true']);
    });

    it('the mastery score is a normalized measure with at most four decimals', () => {
      const measure = '//cp:item//imsss:primaryObjective[@satisfiedByMeasure="true"]';
      const manifest = manifestOf(withOptions(sampleDeck(), { masteryScore: 2 / 3 }));
      expect(found(manifest, `${measure}/imsss:minNormalizedMeasure`)).to.deep.equal(['0.6667']);
      expect(found(manifestOf(sampleDeck()), measure)).to.deep.equal([]);
    });

    it('a completion threshold is that of a study', () => {
      const deck = withOptions(sampleDeck(), { mode: 'study', completionThreshold: 0.85 });
      const path = edition === 3 ? '' : '/@minProgressMeasure';
      const threshold = `//cp:item/adlcp:completionThreshold${path}`;
      expect(found(manifestOf(deck), threshold)).to.deep.equal(['0.85']);
      expect(found(manifestOf(withOptions(deck, { mode: 'test' })), threshold)).to.deep.equal([]);
    });

    it('a chapter of a linear course is open when the one before it is complete', () => {
      const options = { structure: 'chapters', sequencing: 'linear' } as const;
      const manifest = manifestOf(chapteredDeck(), options);
      const item = (n: number) => `//cp:organization/cp:item[${n}]/imsss:sequencing`;
      const disabled = '//imsss:preConditionRule[imsss:ruleAction/@action = "disabled"]';
      expect(found(manifest, item(1) + disabled)).to.deep.equal([]);
      expect(found(manifest, `${item(2)}${disabled}//@referencedObjective`)).to.deep.equal([
        'before',
        'before',
      ]);
      const target = (n: number, objective: string) =>
        found(
          manifest,
          `${item(n)}//imsss:objective[starts-with(@objectiveID, "${objective}")]/imsss:mapInfo/@targetObjectiveID`,
        );
      expect(target(2, 'before')).to.deep.equal(target(1, 'done')).and.have.length(1);
    });

    it('a pretest writes what lets a chapter be skipped, and need not be passed itself', () => {
      const options = { structure: 'chapters', pretest: 1 } as const;
      const manifest = manifestOf(chapteredDeck(), options);
      const [pretest = '', first = '', second = ''] = [1, 2, 3].map(
        (n) => `//cp:organization/cp:item[${n}]/imsss:sequencing`,
      );
      const written = found(
        manifest,
        `${pretest}//imsss:objective/imsss:mapInfo[@writeSatisfiedStatus="true"]/@targetObjectiveID`,
      );
      const read = [first, second].flatMap((path) =>
        found(manifest, `${path}//imsss:primaryObjective/imsss:mapInfo/@targetObjectiveID`),
      );
      expect(written).to.deep.equal(read).and.have.length(2);
      expect(found(manifest, `${first}//imsss:ruleAction/@action`)).to.deep.equal(['skip']);
      const rules = `${pretest}/imsss:rollupRules`;
      expect(found(manifest, `${rules}/@rollupObjectiveSatisfied`)).to.deep.equal(['false']);
    });

    it('objectives are declared under the ids that the player reports', () => {
      const manifest = manifestOf(chapteredDeck(), { structure: 'chapters' });
      expect(found(manifest, '//imsss:objective/@objectiveID')).to.deep.equal(['spell%20it']);
    });

    it('a single SCO has no buttons to step with', () => {
      expect(manifestOf(sampleDeck())).to.include('<adlnav:hideLMSUI>continue<');
      const manifest = manifestOf(chapteredDeck(), { structure: 'chapters' });
      expect(manifest).not.to.include('hideLMSUI');
    });
  });
}
