import { projectViolations } from './violations.ts';

const violations = projectViolations();
for (const violation of violations) console.error(violation);
process.exitCode = violations.length === 0 ? 0 : 1;
