import type { Version } from '../../version.ts';
import { isDuration } from '../values/duration.ts';
import { isIri } from '../values/iri.ts';
import { isLanguageTag } from '../values/language-tag.ts';
import { isStorable } from '../values/text.ts';
import { millisecondsOf } from '../values/timestamp.ts';
import { isUuid } from '../values/uuid.ts';
import { type Fault, fault, isObject, misfit, type Rule, under } from './rule.ts';

/** A text with a form. */
export function formatted(
  isWellFormed: (text: string) => boolean,
  expected: string,
  requirement: string,
): Rule {
  return (value) =>
    typeof value === 'string' && isWellFormed(value)
      ? undefined
      : misfit(value, expected, requirement);
}

/** Any text that can be kept. */
export function text(requirement: string): Rule {
  return (value) => {
    if (typeof value !== 'string') return misfit(value, 'a string', requirement);
    if (isStorable(value)) return undefined;
    return fault('has NUL or a lone surrogate', 'Unicode text without U+0000', 'XAPI-00015');
  };
}

export function iri(requirement: string): Rule {
  return formatted(isIri, 'an IRI with its scheme, such as https://example.org/x', requirement);
}

export function uuid(requirement: string): Rule {
  return formatted(isUuid, 'a UUID of 32 hexadecimal digits and 4 hyphens', requirement);
}

export function duration(requirement: string): Rule {
  return formatted(isDuration, 'an ISO 8601 duration, such as PT1H30M or P2W', requirement);
}

export function languageTag(requirement: string): Rule {
  return formatted(isLanguageTag, 'a language tag of RFC 5646, such as en-GB', requirement);
}

const timestampForms = {
  '1.0.3': 'a date and time of ISO 8601, such as 2026-05-04T12:30:00.250Z; no offset -00',
  '2.0.0': 'a date and time of RFC 3339, such as 2026-05-04T12:30:00.250Z; no offset -00:00',
};

export function timestamp(version: Version, requirement: string): Rule {
  return formatted(
    (value) => millisecondsOf(value, version) !== undefined,
    timestampForms[version],
    requirement,
  );
}

/** One of the given texts, case included. */
export function oneOf(values: readonly string[], requirement: string): Rule {
  const expected = values.map((value) => `"${value}"`).join(' or ');
  return (value) => {
    if (typeof value === 'string' && values.includes(value)) return undefined;
    const isOtherCase =
      typeof value === 'string' &&
      values.some((known) => known.toLowerCase() === value.toLowerCase());
    return misfit(value, expected, isOtherCase ? 'XAPI-00009' : requirement);
  };
}

export function number(requirement: string): Rule {
  // JSON allows 1e999, which no double holds.
  return (value) =>
    typeof value === 'number' && Number.isFinite(value)
      ? undefined
      : misfit(value, 'a number', requirement);
}

export function boolean(requirement: string): Rule {
  return (value) =>
    typeof value === 'boolean' ? undefined : misfit(value, 'true or false', requirement);
}

/** Texts by language tag. */
export function languageMap(requirement: string): Rule {
  const entry = text(requirement);
  return (value) => {
    if (!isObject(value)) {
      return misfit(value, 'a language map, such as {"en": "attended"}', requirement);
    }
    for (const tag of Object.keys(value)) {
      if (!isLanguageTag(tag)) {
        return under(
          tag,
          fault(
            'has a key that is no language tag',
            'a key such as en-GB (RFC 5646)',
            'XAPI-00013',
          ),
        );
      }
      const broken = entry(value[tag]);
      if (broken !== undefined) return under(tag, broken);
    }
    return undefined;
  };
}

/** An array whose items all keep one rule. */
export function list(item: Rule, of: string, requirement: string): Rule {
  return (value) => {
    if (!Array.isArray(value)) return misfit(value, `an array of ${of}`, requirement);
    return brokenItem(value, item);
  };
}

export function brokenItem(items: readonly unknown[], item: Rule): Fault | undefined {
  for (let index = 0; index < items.length; index += 1) {
    const broken = item(items[index]);
    if (broken !== undefined) return under(index, broken);
  }
  return undefined;
}
