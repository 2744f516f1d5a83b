import { type Fault, fault, isObject, misfit, type Rule, under } from './rule.ts';

interface Required {
  rule: Rule;
  /** Requirement that its absence breaks. */
  missing: string;
}

/** A property that has to be there. */
export function required(rule: Rule, missing: string): Required {
  return { rule, missing };
}

/** A property that is known, but not here. */
export function forbidden(why: string, requirement: string): Rule {
  return () => fault('does not belong here', why, requirement);
}

interface Shape {
  /** What the object is, for messages. */
  name: string;
  requirement: string;
  properties: Record<string, Rule | Required>;
  /** Rules across properties; these see an object whose properties keep their own. */
  across?: ((object: Record<string, unknown>) => Fault | undefined)[];
}

/** An object with these properties and no others. */
export function shape({ name, requirement, properties, across = [] }: Shape): Rule {
  const rules = new Map<string, Rule>();
  const requirements = new Map<string, string>();
  for (const [key, property] of Object.entries(properties)) {
    rules.set(key, typeof property === 'function' ? property : property.rule);
    if (typeof property !== 'function') requirements.set(key, property.missing);
  }
  const needed = [...requirements.keys()];

  return (value) => {
    if (!isObject(value)) return misfit(value, name, requirement);
    for (const key of Object.keys(value)) {
      const rule = rules.get(key);
      if (rule === undefined) return unknownProperty(key, [...rules.keys()], name);
      const broken = rule(value[key]);
      if (broken !== undefined) return under(key, broken);
    }
    for (const key of needed) {
      if (!Object.hasOwn(value, key)) {
        return fault(
          `lacks "${key}"`,
          `${name} with "${key}"`,
          requirements.get(key) ?? requirement,
        );
      }
    }
    for (const rule of across) {
      const broken = rule(value);
      if (broken !== undefined) return broken;
    }
    return undefined;
  };
}

function unknownProperty(key: string, known: readonly string[], name: string): Fault {
  const meant = known.find((other) => other.toLowerCase() === key.toLowerCase());
  const found = `is no property of ${name}`;
  return under(
    key,
    meant === undefined
      ? fault(found, `only ${known.join(', ')}`, 'XAPI-00010')
      : fault(found, `"${meant}", in this case`, 'XAPI-00008'),
  );
}
