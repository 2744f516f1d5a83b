export type AttributeType =
  | 'string'
  | 'boolean'
  | 'decimal'
  | 'integer'
  | 'dateTime'
  | 'binary'
  | 'reference'
  | 'complex';

/** An attribute's characteristics, as RFC 7643 7 names and serves them. */
export interface Attribute {
  name: string;
  type: AttributeType;
  multiValued: boolean;
  description: string;
  required: boolean;
  caseExact: boolean;
  mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
  returned: 'always' | 'never' | 'default' | 'request';
  uniqueness: 'none' | 'server' | 'global';
  canonicalValues?: readonly string[];
  referenceTypes?: readonly string[];
  /** Of complex attributes only. */
  subAttributes?: readonly Attribute[];
}

/** RFC 7643 7. */
export interface SchemaDefinition {
  /** The schema's URN. */
  id: string;
  name: string;
  description: string;
  attributes: readonly Attribute[];
}

type Characteristics = Partial<Omit<Attribute, 'name' | 'description'>>;

/** An attribute with the defaults of RFC 7643 2.2. */
export function attribute(
  name: string,
  description: string,
  characteristics: Characteristics = {},
): Attribute {
  const complex = characteristics.subAttributes !== undefined;
  return {
    name,
    type: complex ? 'complex' : 'string',
    multiValued: false,
    description,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...characteristics,
  };
}
