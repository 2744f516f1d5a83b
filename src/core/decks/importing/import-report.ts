import { type Static, Type } from 'typebox';

const MOST_PROBLEMS = 1000;
const MOST_PLANNED = 1000;

const Counts = Type.Object({
  new: Type.Integer(),
  updated: Type.Integer(),
  unchanged: Type.Integer(),
  /** Ours was newer or edited here, and was kept. */
  conflicting: Type.Integer(),
  failed: Type.Integer(),
});
export type ImportCounts = Static<typeof Counts>;
export type ImportOutcome = keyof ImportCounts;

export const ReportProblem = Type.Object({
  at: Type.String({ description: 'row or note, e.g. "row 17"' }),
  severity: Type.Union([Type.Literal('failed'), Type.Literal('warning')]),
  reason: Type.String(),
});
export type ReportProblem = Static<typeof ReportProblem>;

export const PlannedPerson = Type.Object({
  at: Type.String({ description: 'row, e.g. "row 17"' }),
  action: Type.Union([Type.Literal('new'), Type.Literal('updated')]),
  displayName: Type.String(),
  changed: Type.Array(Type.String(), { description: 'fields that differ; of a new person none' }),
});
export type PlannedPerson = Static<typeof PlannedPerson>;

export const ImportReport = Type.Object(
  {
    notes: Counts,
    cards: Counts,
    decks: Counts,
    reviews: Counts,
    media: Counts,
    people: Counts,
    groups: Counts,
    problems: Type.Array(ReportProblem, { description: `the first ${MOST_PROBLEMS}` }),
    problemCount: Type.Integer(),
    deckIds: Type.Array(Type.String({ format: 'uuid' })),
    courseId: Type.Optional(Type.String({ format: 'uuid' })),
    plan: Type.Optional(
      Type.Array(PlannedPerson, {
        description: `of a table of people that was only planned: the first ${MOST_PLANNED} who would be new or updated`,
      }),
    ),
  },
  { $id: 'ImportReport' },
);
export type ImportReport = Static<typeof ImportReport>;

export function createImportReport(): ImportReport {
  const none = (): ImportCounts => ({
    new: 0,
    updated: 0,
    unchanged: 0,
    conflicting: 0,
    failed: 0,
  });
  return {
    notes: none(),
    cards: none(),
    decks: none(),
    reviews: none(),
    media: none(),
    people: none(),
    groups: none(),
    problems: [],
    problemCount: 0,
    deckIds: [],
  };
}

/** Keeps the first thousand; `problemCount` tells how many there were. */
export function addProblem(report: ImportReport, problem: ReportProblem): void {
  report.problemCount++;
  if (report.problems.length < MOST_PROBLEMS) {
    report.problems.push({ ...problem, reason: problem.reason.slice(0, 1000) });
  }
}

/** Keeps the first thousand; the counts tell how many there are. */
export function addPlanned(report: ImportReport, planned: PlannedPerson[]): void {
  report.plan = [...(report.plan ?? []), ...planned].slice(0, MOST_PLANNED);
}
