import { XapiError } from '../../xapi-error.ts';

export const formats = ['exact', 'ids', 'canonical'] as const;
export type Format = (typeof formats)[number];

/** How statements are shown. */
export interface StatementForm {
  format: Format;
  /** Whether the content of attachments comes along. */
  attachments: boolean;
}

/** @throws XapiError 400 */
export function formOf(parameters: ReadonlyMap<string, string>): StatementForm {
  return {
    format: formatOf(parameters.get('format') ?? 'exact'),
    attachments: booleanOf(parameters, 'attachments'),
  };
}

function formatOf(text: string): Format {
  const format = formats.find((known) => known === text);
  if (format) return format;
  throw new XapiError(400, {
    message: `There is no format ${text}.`,
    expected: formats.join(', '),
  });
}

/** False when absent. @throws XapiError 400 */
export function booleanOf(parameters: ReadonlyMap<string, string>, name: string): boolean {
  const text = parameters.get(name) ?? 'false';
  if (text === 'true' || text === 'false') return text === 'true';
  throw new XapiError(400, { message: `${name} is ${text}.`, expected: 'true or false' });
}
