import type { Static, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { type CheckedContent, envelopeSchema, itemSchemas } from './content-schema.ts';
import type { DeckContent } from './deck-content.ts';
import { PackageError, type Problem } from './package-error.ts';

const envelope = Compile(envelopeSchema);
const items = new Map<unknown, Validator>(
  Object.entries(itemSchemas).map(([kind, schema]) => [kind, Compile<TSchema>(schema)]),
);

/** Checks a deck that comes from outside; throws a `PackageError` that points at every problem. */
export function parseContent(value: unknown): DeckContent {
  const problems = envelopeProblems(value);
  if (isContent(value, problems)) {
    if (value.items.length === 0) throw new PackageError('empty-deck', 'The deck has no items.');
    return value;
  }
  throw new PackageError('invalid-content', 'The deck is not valid player content:', problems);
}

function isContent(value: unknown, problems: Problem[]): value is CheckedContent {
  if (problems.length > 0 || !envelope.Check(value)) return false;
  problems.push(
    ...value.items.flatMap(itemProblems),
    ...repeatedIds(value.items, '/items'),
    ...referenceProblems(value),
  );
  return problems.length === 0;
}

function envelopeProblems(value: unknown): Problem[] {
  return schemaProblems(envelope, value, '');
}

function itemProblems(item: unknown, index: number): Problem[] {
  const at = `/items/${index}`;
  const kind = property(item, 'kind');
  const schema = items.get(kind);
  if (schema) return schemaProblems(schema, item, at);
  const kinds = [...items.keys()].join(', ');
  return [{ at: `${at}/kind`, message: `must be one of ${kinds}` }];
}

function repeatedIds(list: readonly unknown[], at: string): Problem[] {
  const seen = new Set<unknown>();
  return list.flatMap((item, index) => {
    const id = property(item, 'id');
    if (id !== undefined && seen.has(id)) {
      return [{ at: `${at}/${index}/id`, message: 'repeats an earlier id' }];
    }
    seen.add(id);
    return [];
  });
}

type Envelope = Static<typeof envelopeSchema>;

/** Chapters and objectives that are named, but not there; items in two chapters. */
function referenceProblems({ items: list, chapters = [], objectives = [] }: Envelope): Problem[] {
  const open = new Set(list.map((item) => property(item, 'id')));
  const known = new Set<unknown>(objectives.map(({ id }) => id));
  const inChapters = chapters.flatMap(({ items: ids }, chapter) =>
    ids.flatMap((id, index) => {
      if (open.delete(id)) return [];
      const message = 'is the id of no item, or of one that another chapter has';
      return [{ at: `/chapters/${chapter}/items/${index}`, message }];
    }),
  );
  const inItems = list.flatMap((item, index) => {
    const named = property(item, 'objectives');
    if (!Array.isArray(named)) return [];
    return named.flatMap((id, i) =>
      known.has(id)
        ? []
        : [{ at: `/items/${index}/objectives/${i}`, message: 'is no objective of the deck' }],
    );
  });
  return [
    ...repeatedIds(chapters, '/chapters'),
    ...repeatedIds(objectives, '/objectives'),
    ...inChapters,
    ...inItems,
  ];
}

function schemaProblems(schema: Validator, value: unknown, at: string): Problem[] {
  if (schema.Check(value)) return [];
  return schema.Errors(value).flatMap((error): Problem[] => {
    const pointer = at + error.instancePath;
    switch (error.keyword) {
      case 'required':
        return error.params.requiredProperties.map((name) => ({
          at: `${pointer}/${name}`,
          message: 'is missing',
        }));
      case 'additionalProperties':
        return error.params.additionalProperties.map((name) => ({
          at: `${pointer}/${pointerToken(name)}`,
          message: 'is not a known property',
        }));
      case 'boolean':
        // TypeBox says so once more for each unknown property.
        return [];
      case 'enum':
        return [
          { at: pointer, message: `must be one of ${error.params.allowedValues.join(', ')}` },
        ];
      case 'const':
        return [{ at: pointer, message: `must be ${error.params.allowedValue}` }];
      default:
        return [{ at: pointer, message: error.message }];
    }
  });
}

/** RFC 6901 3. */
function pointerToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
