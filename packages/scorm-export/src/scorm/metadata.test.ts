import { expect } from 'chai';
import { XmlDocument } from 'libxml2-wasm';
import { nastyTitles } from '../../test/nasty-titles.ts';
import { chapteredDeck, sampleDeck } from '../../test/sample-deck.ts';
import { planCourse } from '../course/plan-course.ts';
import { scorm12Metadata } from '../scorm12/metadata.ts';
import { scorm2004Metadata } from '../scorm2004/metadata.ts';

/** Element names in the order of the schema; of two documents, only these may be there. */
const categories = {
  '1.2': ['general', 'lifecycle', 'metametadata', 'technical', 'educational', 'rights'],
  '2004': ['general', 'lifeCycle', 'metaMetadata', 'technical', 'educational', 'rights'],
};

describe('LOM metadata', () => {
  const documents = [
    ['1.2', scorm12Metadata],
    ['2004', scorm2004Metadata],
  ] as const;
  for (const [version, write] of documents) {
    function contents(xml: string): { names: string[]; text: string } {
      const document = XmlDocument.fromString(xml);
      try {
        const names = document
          .find('/*/*')
          .map((node) => ('name' in node ? String(node.name) : ''));
        return { names, text: document.root.content.replace(/\s+/g, ' ') };
      } finally {
        document.dispose();
      }
    }

    it(`${version}: has title, language, description, keywords, author, time and licence`, () => {
      const { names, text } = contents(write(planCourse(chapteredDeck(), {})));
      expect(names).to.deep.equal(categories[version]);
      for (const part of ['Capitals & more', 'geography', 'FN:Jo Doe\\; Co', 'PT1H15M']) {
        expect(text).to.include(part);
      }
      expect(text).to.match(/CC BY 4\.0/);
    });

    it(`${version}: leaves out what is not known`, () => {
      const { names, text } = contents(write(planCourse(sampleDeck(), {})));
      expect(names).not.to.include('educational');
      expect(text).not.to.include('VCARD');
    });

    for (const title of nastyTitles) {
      it(`${version}: is well-formed with the title ${JSON.stringify(title.slice(0, 40))}`, () => {
        contents(write(planCourse(sampleDeck({ title }), {})));
      });
    }
  }
});
