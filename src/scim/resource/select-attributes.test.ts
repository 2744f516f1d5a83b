import { expect } from 'chai';
import { schemaOf } from '../schemas/registry.ts';
import type { ScimDocument } from './document.ts';
import { readSelection, type SelectionParameters } from './select-attributes.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const HUB = 'urn:ietf:params:scim:schemas:extension:crosswalk:2.0:User';
const users = schemaOf('User', []);

const ada: ScimDocument = {
  schemas: [CORE, ENTERPRISE],
  id: '1',
  userName: 'ada',
  password: 'secret',
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [{ value: 'a@x.y', type: 'work' }, { value: 'b@x.y' }],
  [ENTERPRISE]: { department: 'd', manager: { value: 'm', displayName: 'M' } },
  [HUB]: { personId: 'p', awards: [{ value: 'w', display: 'W' }] },
  meta: { resourceType: 'User', version: 'W/"1"' },
};
const { password: _, ...shown } = ada;
const byDefault = { ...shown, [HUB]: { personId: 'p' } };
const always = { schemas: ada.schemas, id: '1' };

function without(document: ScimDocument, ...keys: string[]): ScimDocument {
  return Object.fromEntries(Object.entries(document).filter(([key]) => !keys.includes(key)));
}

describe('RFC 7644 3.9 attributes and excludedAttributes', () => {
  const table: [string, SelectionParameters, unknown][] = [
    ['by default what is not for the asking', {}, byDefault],
    ['nothing named is nothing chosen', { attributes: ' , ', excludedAttributes: [] }, byDefault],
    [
      'attributes: those, and what is always there',
      { attributes: 'userName' },
      { ...always, userName: 'ada' },
    ],
    [
      'in any case, with white space',
      { attributes: ' USERNAME , Emails.VALUE ' },
      {
        ...always,
        userName: 'ada',
        emails: [{ value: 'a@x.y' }, { value: 'b@x.y' }],
      },
    ],
    [
      'as a list',
      { attributes: ['userName', `${CORE}:name.givenName`] },
      {
        ...always,
        userName: 'ada',
        name: { givenName: 'Ada' },
      },
    ],
    [
      'a whole, although a part is named, too',
      { attributes: 'name,name.givenName' },
      { ...always, name: ada.name },
    ],
    [
      'of an extension',
      { attributes: `${ENTERPRISE}:manager.value` },
      {
        ...always,
        [ENTERPRISE]: { manager: { value: 'm' } },
      },
    ],
    [
      'a whole extension, but what is for the asking',
      { attributes: HUB },
      { ...always, [HUB]: { personId: 'p' } },
    ],
    [
      'returned on request',
      { attributes: `${HUB}:awards.display` },
      {
        ...always,
        [HUB]: { awards: [{ display: 'W' }] },
      },
    ],
    [
      'returned on request, beside its whole',
      { attributes: `${HUB},${HUB}:awards` },
      { ...always, [HUB]: ada[HUB] },
    ],
    ['never a password', { attributes: 'password' }, always],
    ['unknown names', { attributes: 'nothing,__proto__,constructor,a..b' }, always],
    [
      'excludedAttributes',
      { excludedAttributes: 'emails,meta' },
      without(byDefault, 'emails', 'meta'),
    ],
    [
      'excludedAttributes: parts',
      { excludedAttributes: `name.givenName,${ENTERPRISE}:manager` },
      {
        ...byDefault,
        name: { familyName: 'Lovelace' },
        [ENTERPRISE]: { department: 'd' },
      },
    ],
    [
      'excludedAttributes: an extension',
      { excludedAttributes: ENTERPRISE },
      without(byDefault, ENTERPRISE),
    ],
    [
      'excludedAttributes: never what is always there',
      { excludedAttributes: 'id,schemas' },
      byDefault,
    ],
    [
      'both: what is excluded of what is wanted',
      { attributes: 'name', excludedAttributes: 'name.givenName' },
      {
        ...always,
        name: { familyName: 'Lovelace' },
      },
    ],
  ];
  for (const [what, parameters, expected] of table) {
    it(what, () => {
      const before = structuredClone(ada);
      expect(readSelection(parameters, users).select(ada)).to.deep.equal(expected);
      expect(ada).to.deep.equal(before);
    });
  }

  it('says beforehand what need not be loaded', () => {
    const groups = schemaOf('Group', []);
    const includes = (parameters: SelectionParameters, path: string, schema = users) =>
      readSelection(parameters, schema).includes(path);
    expect(includes({}, 'members', groups)).to.equal(true);
    expect(includes({ excludedAttributes: 'members' }, 'members', groups)).to.equal(false);
    expect(includes({ attributes: 'displayName' }, 'members', groups)).to.equal(false);
    expect(includes({ attributes: 'members.value' }, 'members', groups)).to.equal(true);
    expect(includes({}, `${HUB}:awards`)).to.equal(false);
    expect(includes({ attributes: `${HUB}:awards` }, `${HUB}:awards`)).to.equal(true);
    expect(includes({ attributes: 'userName' }, 'groups')).to.equal(false);
    expect(includes({}, 'password')).to.equal(false);
    expect(includes({}, 'nothing')).to.equal(false);
  });
});
