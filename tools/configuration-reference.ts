import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { settings } from '../src/config.ts';

export const referencePath = fileURLToPath(new URL('../docs/configuration.md', import.meta.url));

/** docs/configuration.md, from the settings themselves. */
export function configurationReference(): string {
  const rows = Object.entries(settings).map(([name, { doc, default: value, ...rest }]) => {
    const shown = value ? `\`${value}\`` : '';
    const secret = 'secret' in rest && rest.secret ? ' Secret: never logged.' : '';
    return `| \`${name}\` | ${shown} | ${doc.replaceAll('|', '\\|')}${secret} |`;
  });
  return `# Configuration

Settings are environment variables. A value that cannot be used stops the start with a message that names the setting. This page is generated from \`src/config.ts\` by \`npm run docs\`.

| setting | default | what it does |
|---|---|---|
${rows.join('\n')}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(referencePath, configurationReference());
}
