const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

/** Longer than any orderly end of the process after its last test. */
const GRACE_MS = 15_000;

/** On one line, with the error behind it: `fetch failed (write EPIPE)`. */
function reason({ message = '', cause }) {
  const behind = cause instanceof Error ? ` (${cause.message})` : '';
  return `${message}${behind}`.replaceAll(/\s+/g, ' ').slice(0, 300);
}

/**
 * Prints like `spec` and leaves the counts in the file named by TALLY_FILE. Mocha loads reporters
 * with `require`, hence CommonJS.
 */
module.exports = class TallyReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const failures = [];
    runner.on('fail', (test, error) => failures.push(`${test.fullTitle()}: ${reason(error)}`));
    runner.on('end', () => {
      const { passes, pending } = runner.stats;
      writeFileSync(process.env.TALLY_FILE, JSON.stringify({ passed: passes, pending, failures }));
      setTimeout(() => {
        console.error('Tests left this open:', process.getActiveResourcesInfo().join(', '));
        process.exit(1);
      }, GRACE_MS).unref();
    });
  }
};
