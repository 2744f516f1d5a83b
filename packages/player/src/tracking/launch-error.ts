/** The learning platform does not let this launch begin; `expired`: launching anew may help. */
export class LaunchError extends Error {
  override name = 'LaunchError';
  readonly problem: 'expired' | 'failed';

  constructor(problem: 'expired' | 'failed', message: string) {
    super(message);
    this.problem = problem;
  }
}
