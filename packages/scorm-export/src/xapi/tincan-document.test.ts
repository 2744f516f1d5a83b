import { expect } from 'chai';
import { XMLParser } from 'fast-xml-parser';
import { nastyTitles } from '../../test/nasty-titles.ts';
import { chapteredDeck, sampleDeck } from '../../test/sample-deck.ts';
import { planCourse } from '../course/plan-course.ts';
import { tincanDocument } from './tincan-document.ts';

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@' });
const activityOf = (xml: string) => parser.parse(xml, true).tincan.activities.activity;

describe('tincan.xml', () => {
  it('has an activity that is launched, with an id, a type, a name and a description', () => {
    const xml = tincanDocument(planCourse(sampleDeck(), {}));
    expect(activityOf(xml)).to.deep.equal({
      '@id': 'urn:uuid:0198c0de-0000-7000-8000-000000000001',
      '@type': 'http://adlnet.gov/expapi/activities/course',
      name: { '@lang': 'en', '#text': 'Capitals' },
      description: { '@lang': 'en', '#text': 'Capitals' },
      launch: { '@lang': 'en', '#text': 'index.html' },
    });
  });

  it('has an activity for each chapter, each under an id of its own', () => {
    const deck = chapteredDeck();
    const activityBase = 'https://hub.example/xapi/activities';
    const options = { ...deck.options, activityBase };
    const course = planCourse({ ...deck, options }, { structure: 'chapters' });
    const activities = activityOf(tincanDocument(course));
    expect(activities.map((one: Record<string, unknown>) => one['@id'])).to.deep.equal(
      ['1%20France%20%26%20Spain', 'others'].map(
        (chapter) => `${activityBase}/decks/${deck.id}#${encodeURIComponent(deck.id)}%2F${chapter}`,
      ),
    );
  });

  for (const title of nastyTitles) {
    it(`is well-formed with the title ${JSON.stringify(title.slice(0, 40))}`, () => {
      expect(activityOf(tincanDocument(planCourse(sampleDeck({ title }), {})))).to.have.property(
        'name',
      );
    });
  }
});
