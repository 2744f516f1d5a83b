/** Why a requirement has no test of its own, by the requirement. */
export const reasons: ReadonlyMap<string, string> = new Map(
  [
    {
      because: 'binds authors of AUs; what an LMS can do about it has ids of its own',
      ids: [
        ...['4.1.0.0-1', '7.0.0.0-1', '7.0.0.0-2', '7.0.0.0-3', '7.0.0.0-4', '7.0.0.0-5'],
        ...['8.1.0.0-7', '8.1.1.0-2', '8.1.1.0-3', '8.1.2.0-3', '8.1.2.0-4', '8.1.2.0-5'],
        ...['8.1.3.0-2', '8.1.4.0-2', '8.1.5.0-5', '8.2.1.0-2', '8.2.1.0-5', '8.2.2.0-4'],
        ...['8.2.2.0-5', '9.3.2.0-1', '9.3.2.0-1 (d)', '9.3.3.0-1', '9.3.4.0-1', '9.3.5.0-1'],
        ...['9.3.8.0-1', '10.2.1.0-4', '10.2.2.0-5', '10.2.2.0-6', '10.2.2.0-8', '10.2.2.0-10'],
      ],
    },
    {
      because: 'of the LRS under it: ADL’s suite, docs/conformance.md',
      ids: ['4.2.0.0-1', '4.2.0.0-1 (d)', '6.0.0.0-1', '6.0.0.0-1 (d)'],
    },
    {
      because: 'binds authors of courses; what an LMS does about it is the derived requirement',
      ids: ['4.4.0.0-1', '4.4.0.0-2'],
    },
    {
      because:
        'not applied: elements of vendors are left unread, with a schema of theirs or without, so nothing rests on them',
      ids: ['13.1.5.0-1', '13.1.5.0-1 (d)'],
    },
  ].flatMap(({ because, ids }) => ids.map((id) => [id, because] as const)),
);
