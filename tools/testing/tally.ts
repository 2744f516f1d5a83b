/** What a group of tests or checks came to. */
export interface Tally {
  passed: number;
  /** One line for each failure. */
  failures: string[];
}

export function sum(tallies: Tally[]): Tally {
  return {
    passed: tallies.reduce((total, tally) => total + tally.passed, 0),
    failures: tallies.flatMap((tally) => tally.failures),
  };
}

/** The line that other programs read: `12 passed, 0 failed`. */
export function countLine({ passed, failures }: Tally): string {
  return `${passed} passed, ${failures.length} failed`;
}

/** Lists the failures, prints the count as the last line, and sets the exit code. */
export function report(tally: Tally): void {
  if (tally.failures.length > 0) console.log(`\nFailed:\n- ${tally.failures.join('\n- ')}`);
  console.log(countLine(tally));
  process.exitCode = tally.failures.length === 0 ? 0 : 1;
}
