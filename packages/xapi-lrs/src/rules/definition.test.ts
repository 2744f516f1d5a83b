import { expect } from 'chai';
import fc from 'fast-check';
import { mergeDefinition } from './definition.ts';
import { checkStatement } from './statement-rules.ts';
import { definition } from './testing/valid-activity.ts';
import { asJson } from './testing/valid-values.ts';

describe('definitions of an activity add up (XAPI-00254)', () => {
  it('languages of name and description', () => {
    expect(
      mergeDefinition(
        { name: { en: 'X', de: 'alt' }, description: { en: 'x' } },
        { name: { fr: 'Z', de: 'neu' } },
      ),
    ).to.deep.equal({ name: { en: 'X', de: 'neu', fr: 'Z' }, description: { en: 'x' } });
  });

  it('extensions by IRI, the later value whole', () => {
    expect(
      mergeDefinition(
        { extensions: { 'urn:a': { x: 1 }, 'urn:b': 1 } },
        { extensions: { 'urn:a': { y: 2 } } },
      ),
    ).to.deep.equal({ extensions: { 'urn:a': { y: 2 }, 'urn:b': 1 } });
  });

  it('the rest as the later definition says', () => {
    expect(
      mergeDefinition(
        {
          type: 'urn:a',
          moreInfo: 'urn:m',
          correctResponsesPattern: ['1'],
          interactionType: 'numeric',
        },
        { type: 'urn:b', correctResponsesPattern: ['2'], interactionType: 'numeric' },
      ),
    ).to.deep.equal({
      type: 'urn:b',
      moreInfo: 'urn:m',
      correctResponsesPattern: ['2'],
      interactionType: 'numeric',
    });
  });

  it('the later components, with the languages that were known of them', () => {
    expect(
      mergeDefinition(
        {
          interactionType: 'choice',
          choices: [{ id: 'a', description: { en: 'yes' } }, { id: 'gone' }],
        },
        {
          interactionType: 'choice',
          choices: [{ id: 'b' }, { id: 'a', description: { de: 'ja' } }],
        },
      ),
    ).to.deep.equal({
      interactionType: 'choice',
      choices: [{ id: 'b' }, { id: 'a', description: { en: 'yes', de: 'ja' } }],
    });
  });

  it('nothing of an interaction of another type', () => {
    expect(
      mergeDefinition(
        {
          name: { en: 'X' },
          interactionType: 'choice',
          choices: [],
          correctResponsesPattern: ['a'],
        },
        { interactionType: 'numeric' },
      ),
    ).to.deep.equal({ name: { en: 'X' }, interactionType: 'numeric' });
  });

  it('any two make a valid definition, and the same again changes nothing', () => {
    fc.assert(
      fc.property(definition.map(asJson), definition.map(asJson), (known, added) => {
        const merged = mergeDefinition(known, added);
        expect(mergeDefinition(merged, added)).to.deep.equal(merged);
        expect(mergeDefinition(undefined, added)).to.deep.equal(added);
        checkStatement(
          {
            actor: { mbox: 'mailto:ada@example.org' },
            verb: { id: 'urn:v' },
            object: { id: 'urn:x', definition: merged },
          },
          '2.0.0',
        );
      }),
      { numRuns: 500 },
    );
  });
});
