const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

/** Longer than any orderly end of the process after its last test. */
const GRACE_MS = 15_000;

/**
 * Prints like `spec` and leaves the counts in the file named by TALLY_FILE. Mocha loads reporters
 * with `require`, hence CommonJS.
 */
module.exports = class TallyReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const failures = [];
    runner.on('fail', (test) => failures.push(test.fullTitle()));
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
