import { markdownTable } from '../../markdown-table.ts';
import { allRequirements, provenBy } from './coverage.ts';
import { reasons } from './reasons.ts';

/** The page of docs that says of each requirement what proves it. */
export function requirementTable(): string {
  const proven = provenBy();
  const ids = allRequirements();
  const tested = ids.filter((id) => proven.has(id)).length;
  const rows = ids.map((id) => {
    const files = proven.get(id)?.map((file) => `\`${file}\``);
    return [id, files?.join(', ') ?? reasons.get(id) ?? ''];
  });
  return `# Requirements of cmi5

Written by \`CMI5_TABLE=write npm run conformance -- cmi5\`. The ids are those of npm \`@cmi5/requirements\` 1.0.0; (d) marks what its authors derive from the specification. Of ${ids.length} requirements ${tested} have tests that carry their id, in \`conformance/cmi5\` and \`src/scorm/cmi5\`; of the other ${ids.length - tested} the reason is told.

${markdownTable([['requirement', 'proven by, or why not'], ...rows])}
`;
}
