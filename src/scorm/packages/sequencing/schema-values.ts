import type { Place } from '../warnings.ts';
import { attributeOf, type XmlElement } from '../xml/xml-element.ts';

/** Attributes of one element by the types of the schemas: what is no value of its type is warned about and left out. */
export interface SchemaValues {
  boolean(name: string, otherwise: boolean): boolean;
  number(name: string, otherwise: number, range: { min: number; max: number }): number;
  /** A whole number that is not negative. */
  count(name: string): number | null;
  word<W extends string>(name: string, words: readonly W[], otherwise: W): W;
}

export function schemaValues(element: XmlElement | undefined, { at, warn }: Place): SchemaValues {
  const read = <T>(name: string, otherwise: T, parse: (text: string) => T | undefined): T => {
    const text = attributeOf(element, name);
    if (text === undefined || text === '') return otherwise;
    const value = parse(text);
    if (value === undefined) {
      warn(
        at,
        `${element?.name} has "${text}" as its ${name}, which means nothing; it was left out.`,
      );
    }
    return value ?? otherwise;
  };
  return {
    boolean: (name, otherwise) => read(name, otherwise, toBoolean),
    number: (name, otherwise, range) => read(name, otherwise, (text) => toNumber(text, range)),
    count: (name) => read<number | null>(name, null, toCount),
    word: (name, words, otherwise) =>
      read(name, otherwise, (text) =>
        words.find((word) => word.toLowerCase() === text.toLowerCase()),
      ),
  };
}

function toBoolean(text: string): boolean | undefined {
  if (/^(true|1)$/i.test(text)) return true;
  return /^(false|0)$/i.test(text) ? false : undefined;
}

export function toNumber(
  text: string,
  { min, max }: { min: number; max: number },
): number | undefined {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}

function toCount(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
