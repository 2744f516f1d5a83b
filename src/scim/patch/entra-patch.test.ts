import { expect } from 'chai';
import type { ScimDocument } from '../resource/document.ts';
import { schemaOf } from '../schemas/registry.ts';
import { applyPatch } from './apply-patch.ts';
import { PATCH_URN, readPatch } from './patch-operation.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const schema = schemaOf('User', []);
const id = '01900000-0000-7000-8000-000000000000';
const bare: ScimDocument = { schemas: [CORE], userName: 'ada@example.org', active: true };

function patch(document: ScimDocument, ...Operations: unknown[]): ScimDocument {
  const body = { schemas: [PATCH_URN], Operations };
  return applyPatch(document, readPatch(body), { schema, profile: 'entra', id });
}

describe('PATCH as Entra sends it', () => {
  it('7 Replace active "False"', () => {
    expect(patch(bare, { op: 'Replace', path: 'active', value: 'False' }).active).to.equal(false);
    expect(patch(bare, { op: 'Replace', value: { active: false } }).active).to.equal(false);
  });

  for (const op of ['Add', 'Replace']) {
    it(`8 ${op} emails[type eq "work"].value makes the element, once`, () => {
      const changed = patch(
        bare,
        { op, path: 'emails[type eq "work"].value', value: 'a@x.y' },
        { op, path: 'emails[type eq "work"].primary', value: 'True' },
        { op, path: 'emails[type eq "work"].display', value: 'A' },
      );
      expect(changed.emails).to.deep.equal([
        { type: 'work', value: 'a@x.y', primary: true, display: 'A' },
      ]);
    });

    it(`8 ${op} with two conditions`, () => {
      const path = 'addresses[type eq "work" and primary eq true].locality';
      expect(patch(bare, { op, path, value: 'Paris' }).addresses).to.deep.equal([
        { type: 'work', primary: true, locality: 'Paris' },
      ]);
    });

    it(`9 ${op} of the enterprise extension`, () => {
      const changed = patch(bare, { op, path: `${ENTERPRISE}:department`, value: 'Engines' });
      expect(changed[ENTERPRISE]).to.deep.equal({ department: 'Engines' });
      expect(changed.schemas).to.deep.equal([CORE, ENTERPRISE]);
    });

    for (const [path, value] of [
      [`${ENTERPRISE}:manager`, 'm1'],
      [`${ENTERPRISE}:manager`, { value: 'm1' }],
      [`${ENTERPRISE}:manager`, [{ value: 'm1' }]],
      [`${ENTERPRISE}:manager.value`, 'm1'],
      [`${ENTERPRISE}.manager`, 'm1'],
      [`${ENTERPRISE}.manager.value`, 'm1'],
      [ENTERPRISE, { manager: { value: 'm1' } }],
    ] as const) {
      it(`9 ${op} ${path.slice(-13)} ${JSON.stringify(value)}`, () => {
        expect(patch(bare, { op, path, value })[ENTERPRISE]).to.deep.equal({
          manager: { value: 'm1' },
        });
      });
    }
  }

  it("9 another manager takes the old one's reference away", () => {
    const before = {
      ...bare,
      schemas: [CORE, ENTERPRISE],
      [ENTERPRISE]: { manager: { value: 'm0', $ref: '../Users/m0' } },
    };
    for (const [path, value] of [
      [`${ENTERPRISE}:manager`, 'm1'],
      [`${ENTERPRISE}:manager`, { value: 'm1' }],
      [`${ENTERPRISE}:manager.value`, 'm1'],
    ]) {
      expect(patch(before, { op: 'Replace', path, value })[ENTERPRISE]).to.deep.equal({
        manager: { value: 'm1' },
      });
    }
    const both = { value: 'm1', $ref: '../Users/m1' };
    expect(
      patch(before, { op: 'Replace', path: `${ENTERPRISE}:manager`, value: both })[ENTERPRISE],
    ).to.deep.equal({ manager: both });
  });

  it('9 a manager is removed by Replace ""', () => {
    const before = {
      ...bare,
      schemas: [CORE, ENTERPRISE],
      [ENTERPRISE]: { manager: { value: 'm0' } },
    };
    for (const value of ['', null, { value: '' }, { value: null }]) {
      expect(
        patch(before, { op: 'Replace', path: `${ENTERPRISE}:manager`, value }),
        JSON.stringify(value),
      ).to.deep.equal(bare);
    }
    expect(patch(before, { op: 'Remove', path: `${ENTERPRISE}:manager` })).to.deep.equal(bare);
  });

  it('10 replace without a path, its keys being paths', () => {
    const changed = patch(bare, {
      op: 'Replace',
      value: {
        displayName: 'Ada',
        'name.givenName': 'Ada',
        'name.familyName': 'Lovelace',
        'emails[type eq "work"].value': 'a@x.y',
        [`${ENTERPRISE}:employeeNumber`]: '42',
        [ENTERPRISE]: { costCenter: '7' },
        'urn:ietf:params:scim:schemas:extension:contoso:2.0:User:shoe': '38',
      },
    });
    expect(changed).to.deep.equal({
      ...bare,
      schemas: [CORE, ENTERPRISE],
      displayName: 'Ada',
      name: { givenName: 'Ada', familyName: 'Lovelace' },
      emails: [{ type: 'work', value: 'a@x.y' }],
      [ENTERPRISE]: { employeeNumber: '42', costCenter: '7' },
    });
  });

  it('14 a role packed into a text', () => {
    const packed = '{"id":"06b07648","value":"Admin","displayName":"Administrator"}';
    const roles = [{ value: 'Admin', display: 'Administrator' }];
    for (const value of [[{ value: packed }], { value: packed }, packed]) {
      expect(patch(bare, { op: 'Add', path: 'roles', value }).roles).to.deep.equal(roles);
    }
    const path = 'roles[primary eq "True"].value';
    expect(patch(bare, { op: 'Replace', path, value: packed }).roles).to.deep.equal([
      { primary: true, ...roles[0] },
    ]);
    expect(patch(bare, { op: 'Replace', path, value: 'Admin' }).roles).to.deep.equal([
      { primary: true, value: 'Admin' },
    ]);
  });

  it('14 a text that only looks packed stays a text', () => {
    expect(
      patch(bare, { op: 'Add', path: 'roles', value: [{ value: '{no json' }] }).roles,
    ).to.deep.equal([{ value: '{no json' }]);
  });

  it('15 "" or null unassigns an optional attribute', () => {
    const before = { ...bare, title: 'x', emails: [{ type: 'work', value: 'a@x.y' }] };
    for (const value of ['', null]) {
      for (const op of ['Add', 'Replace']) {
        expect(patch(before, { op, path: 'title', value })).to.not.have.property('title');
        expect(
          patch(before, { op, path: 'emails[type eq "work"].value', value }),
        ).to.not.have.property('emails');
      }
      expect(patch(before, { op: 'Replace', path: 'emails', value })).to.not.have.property(
        'emails',
      );
    }
    expect(
      patch(bare, { op: 'Replace', path: 'emails[type eq "work"].value', value: '' }),
    ).to.equal(bare);
  });

  it('16 several operations on one attribute, in order', () => {
    const changed = patch(
      { ...bare, displayName: 'x' },
      { op: 'Remove', path: 'displayName' },
      { op: 'Add', path: 'displayName', value: 'y' },
      { op: 'Replace', path: 'displayName', value: 'z' },
    );
    expect(changed.displayName).to.equal('z');
  });

  it('texts in the lists of before 2022', () => {
    const value = [{ $ref: null, value: 'Ada' }];
    expect(patch(bare, { op: 'Replace', path: 'displayName', value }).displayName).to.equal('Ada');
  });
});

describe('PATCH as others send it', () => {
  it('Okta: deactivation, and a matching id', () => {
    const body = {
      schemas: [PATCH_URN],
      Operations: [{ op: 'replace', value: { id, active: false } }],
    };
    const options = { schema, profile: 'okta', id } as const;
    expect(applyPatch(bare, readPatch(body), options)).to.deep.equal({ ...bare, active: false });
  });

  it('JumpCloud: remove with the values that are to go', () => {
    const before: ScimDocument = {
      ...bare,
      roles: [{ value: 'a', type: 'x' }, { value: 'b' }, { value: 'c' }],
    };
    const operation = {
      op: 'remove',
      path: 'roles',
      value: [{ value: 'A' }, { value: 'c', type: 'y' }],
    };
    expect(patch(before, operation).roles).to.deep.equal([{ value: 'b' }, { value: 'c' }]);
  });
});
