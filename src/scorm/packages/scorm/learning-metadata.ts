import { isLanguageTag } from '../language-map.ts';
import { childOf, lineOf, type XmlElement } from '../xml/xml-element.ts';

/** Description and language of a course, from metadata (LOM 1.1 and 1.5) that stands in its manifest. */
export function learningMetadata(manifest: XmlElement): {
  description: string | null;
  language: string | null;
} {
  const general = childOf(childOf(childOf(manifest, 'metadata'), 'lom'), 'general');
  const description = childOf(general, 'description');
  const text = childOf(description, 'langstring') ?? childOf(description, 'string');
  const language = lineOf(childOf(general, 'language'));
  return {
    description: lineOf(text)?.slice(0, 2000) ?? null,
    language: isLanguageTag(language) ? language : null,
  };
}
