import type { Statement } from '@crosswalk/xapi-lrs';
import { csvLine } from '../../platform/csv/csv-line.ts';

type Actor = Statement['actor'];

interface Column {
  name: string;
  doc: string;
  of(statement: Statement): string | number | boolean | undefined;
}

/** What a row of the spreadsheet tells of a statement, in order. */
export const csvColumns: readonly Column[] = [
  { name: 'id', doc: 'of the statement', of: ({ id }) => id },
  { name: 'stored', doc: 'when the LRS stored it', of: ({ stored }) => stored },
  { name: 'timestamp', doc: 'when it happened', of: ({ timestamp }) => timestamp },
  { name: 'actorName', doc: 'as the statement calls it', of: ({ actor }) => actor.name },
  {
    name: 'actor',
    doc: 'its identifier: mbox, account, ...',
    of: ({ actor }) => identifierOf(actor),
  },
  { name: 'verb', doc: 'its id', of: ({ verb }) => verb.id },
  {
    name: 'verbName',
    doc: 'in the first language of its display',
    of: ({ verb }) => firstOf(verb.display),
  },
  {
    name: 'objectType',
    doc: 'Activity, Agent, ...',
    of: ({ object }) => object.objectType ?? 'Activity',
  },
  { name: 'object', doc: 'id of the activity or statement, identifier of the agent', of: objectOf },
  { name: 'objectName', doc: 'in the first language of its definition', of: objectNameOf },
  { name: 'registration', doc: 'UUID', of: ({ context }) => context?.registration },
  { name: 'success', doc: 'true or false', of: ({ result }) => result?.success },
  { name: 'completion', doc: 'true or false', of: ({ result }) => result?.completion },
  { name: 'scoreScaled', doc: '-1 to 1', of: ({ result }) => result?.score?.scaled },
  { name: 'scoreRaw', doc: 'number', of: ({ result }) => result?.score?.raw },
  { name: 'scoreMin', doc: 'number', of: ({ result }) => result?.score?.min },
  { name: 'scoreMax', doc: 'number', of: ({ result }) => result?.score?.max },
  { name: 'duration', doc: 'ISO 8601', of: ({ result }) => result?.duration },
  { name: 'response', doc: 'what was answered', of: ({ result }) => result?.response },
  {
    name: 'parents',
    doc: 'ids of context.contextActivities.parent, separated by spaces',
    of: ({ context }) => idsOf(context?.contextActivities?.parent),
  },
  { name: 'platform', doc: 'as the statement says', of: ({ context }) => context?.platform },
  {
    name: 'authority',
    doc: 'identifier of who vouches for it',
    of: ({ authority }) => authority && identifierOf(authority),
  },
];

export const csvHeader: string = csvLine(csvColumns.map(({ name }) => name));

export const csvRow = (statement: Statement): string =>
  csvLine(csvColumns.map(({ of }) => of(statement)));

function identifierOf(actor: Actor): string {
  const { mbox, mbox_sha1sum, openid, account } = actor;
  if (account) return `${account.homePage}|${account.name}`;
  const own = mbox ?? mbox_sha1sum ?? openid;
  if (own !== undefined) return own;
  // The two of an application and its user, or an anonymous group.
  return actor.objectType === 'Group' ? (actor.member ?? []).map(identifierOf).join(' ') : '';
}

function objectOf({ object }: Statement): string | undefined {
  switch (object.objectType) {
    case 'Agent':
    case 'Group':
      return identifierOf(object);
    case 'SubStatement':
      return undefined;
    default:
      return object.id;
  }
}

function objectNameOf({ object }: Statement): string | undefined {
  switch (object.objectType) {
    case 'Agent':
    case 'Group':
      return object.name;
    case 'SubStatement':
    case 'StatementRef':
      return undefined;
    default:
      return firstOf(object.definition?.name);
  }
}

function firstOf(texts: Record<string, string> | undefined): string | undefined {
  return texts && Object.values(texts)[0];
}

function idsOf(activities: { id: string } | { id: string }[] | undefined): string | undefined {
  if (activities === undefined) return undefined;
  return [activities]
    .flat()
    .map(({ id }) => id)
    .join(' ');
}
