/** What makes an export impossible; `content` problems carry JSON pointers in `problems`. */
export type PackageErrorCode =
  | 'invalid-content'
  | 'empty-deck'
  | 'no-chapters'
  | 'unsupported-option'
  | 'unsafe-media-name'
  | 'missing-media'
  | 'changed-media';

export interface Problem {
  /** RFC 6901 pointer into the deck's JSON, or the media reference that the problem is about. */
  at: string;
  message: string;
}

const listed = 20;

/** The deck or its media cannot be packaged; nothing was left at the target. */
export class PackageError extends Error {
  readonly code: PackageErrorCode;
  readonly problems: readonly Problem[];

  constructor(code: PackageErrorCode, summary: string, problems: readonly Problem[] = []) {
    const lines = problems.slice(0, listed).map(({ at, message }) => `  ${at || '/'}: ${message}`);
    if (problems.length > listed) lines.push(`  and ${problems.length - listed} more`);
    super([summary, ...lines].join('\n'));
    this.name = 'PackageError';
    this.code = code;
    this.problems = problems;
  }
}
