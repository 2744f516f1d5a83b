import { expect } from 'chai';
import { schemaOf } from '../schemas/registry.ts';
import { ScimError } from '../scim-error.ts';
import { compileFilter } from './compile-filter.ts';
import type { FilterTarget } from './filter-target.ts';
import { parseFilter } from './parse-filter.ts';
import { CUSTOM, customSchema } from './testing/people.ts';

const users: FilterTarget = {
  schema: schemaOf('User', [customSchema]),
  document: 'u.doc_ci',
  columns: {
    id: { sql: 'u.id', type: 'uuid' },
    userName: { sql: 'u.user_name_ci', type: 'text' },
    active: { sql: 'u.active', type: 'boolean' },
    'meta.lastModified': { sql: 'u.modified', type: 'timestamptz' },
  },
  relations: {
    groups: {
      from: 'scim_member m',
      on: 'm.member_id = u.id',
      columns: { value: { sql: 'm.group_id', type: 'uuid' } },
    },
  },
};

const compile = (text: string, firstParameter = 1) =>
  compileFilter(parseFilter(text, 'generic'), users, firstParameter);

function refusal(text: string): string {
  try {
    compile(text);
  } catch (error) {
    if (error instanceof ScimError && error.scimType === 'invalidFilter') return error.message;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

describe('filters as SQL', () => {
  const table: [string, string, unknown[]][] = [
    ['userName eq "Ada"', '(u.user_name_ci = $1::text)', ['ada']],
    ['USERNAME eq "Ada"', '(u.user_name_ci = $1::text)', ['ada']],
    ['userName ne "Ada"', '(u.user_name_ci is distinct from $1::text)', ['ada']],
    ['userName eq null', 'not ((u.user_name_ci is not null))', []],
    ['not (userName eq "a")', 'not (((u.user_name_ci = $1::text) is true))', ['a']],
    ['active eq "False"', '(u.active = $1::boolean)', [false]],
    ['id eq "x"', '(false)', []],
    ['id ne "x"', '(true)', []],
    [
      'meta.lastModified gt "2024-01-01T01:00:00.1234567+01:00"',
      '(u.modified > $1::timestamptz)',
      ['2024-01-01T00:00:00.123456Z'],
    ],
    ['title eq "Boss"', '(u.doc_ci @> $1::jsonb)', ['{"title":"boss"}']],
    [
      'emails[type eq "work"].value eq "A@b.c"',
      '(u.doc_ci @> $1::jsonb)',
      ['{"emails":[{"type":"work","value":"a@b.c"}]}'],
    ],
    ['emails eq "A@b.c"', '(u.doc_ci @> $1::jsonb)', ['{"emails":[{"value":"a@b.c"}]}']],
    [`${CUSTOM}:tags eq "A"`, '(u.doc_ci @> $1::jsonb)', [`{"${CUSTOM}":{"tags":["a"]}}`]],
    ['title co "50%_"', '(strpos((u.doc_ci #>> $1::text[]), $2::text) > 0)', [['title'], '50%_']],
    ['userName ge "B"', '(u.user_name_ci collate "C" >= $1::text)', ['b']],
    ['title lt "B"', '((u.doc_ci #>> $1::text[]) collate "C" < $2::text)', [['title'], 'b']],
    [
      'groups eq "01900000-0000-7000-8000-000000000000"',
      '(exists (select 1 from scim_member m where m.member_id = u.id and (m.group_id = $1::uuid)))',
      ['01900000-0000-7000-8000-000000000000'],
    ],
  ];
  for (const [text, sql, values] of table) {
    it(text, () => expect(compile(text)).to.deep.equal({ sql, values }));
  }

  it('parameters are numbered from where the statement is', () => {
    expect(compile('userName eq "a" and active eq true', 4)).to.deep.equal({
      sql: '((u.user_name_ci = $4::text) and (u.active = $5::boolean))',
      values: ['a', true],
    });
  });

  it('the text holds nothing that a client or a tenant wrote', () => {
    const hostile = `') or 1=1 --`;
    const filters = [
      `title co "${hostile}"`,
      `emails[type ne "${hostile}"].display sw "${hostile}"`,
      `${CUSTOM}:badge gt "${hostile}"`,
      `${CUSTOM}:shifts[name ew "${hostile}" and hours gt 3]`,
    ];
    for (const text of filters) {
      const { sql } = compile(text);
      expect(sql, text).to.not.contain('1=1').and.not.contain('example').and.not.contain('shifts');
    }
  });

  const refused: Record<string, string[]> = {
    'unknown attributes': [
      'nickname2 pr',
      'emails.nothing pr',
      'emails[nothing eq 1]',
      'urn:example:other:2.0:User:title pr',
      'userName.x pr',
      'constructor pr',
      'hasOwnProperty eq "x"',
      'emails[constructor pr]',
      'emails[urn:x:y pr]',
    ],
    'passwords, which an answer would tell': [
      'password pr',
      'password sw "a"',
      'not (password eq "a")',
    ],
    'what is not kept where it could be found': [
      'meta.location eq "x"',
      'groups.display eq "x"',
      'groups[display eq "x"]',
      'urn:ietf:params:scim:schemas:extension:crosswalk:2.0:User:awards.display eq "x"',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName eq "x"',
    ],
    'values of another type': [
      'userName eq 5',
      'userName eq true',
      'active eq "yes"',
      'active eq 1',
      `${CUSTOM}:level eq "1"`,
      'meta.lastModified gt "yesterday"',
      'meta.lastModified gt "2024-02-30T00:00:00Z"',
      'meta.lastModified gt "0000-01-01T00:00:00Z"',
    ],
    'operators of another type': [
      'active gt true',
      'active co "t"',
      `${CUSTOM}:level co 5`,
      `${CUSTOM}:stamp gt "QQ=="`,
      'meta.lastModified sw "2024"',
      'userName gt null',
      'userName co null',
    ],
    'complex attributes without a value': ['name eq "x"', 'name co "x"', 'addresses eq "x"'],
    'value filters of what has no values': ['userName[value eq "x"]', 'emails.type[value eq "x"]'],
  };
  for (const [what, texts] of Object.entries(refused)) {
    it(`${what} -> 400 invalidFilter`, () => {
      for (const text of texts) expect(refusal(text), text).to.be.a('string');
    });
  }
});
