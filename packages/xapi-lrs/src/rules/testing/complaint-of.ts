import { expect } from 'chai';
import { type Complaint, XapiError } from '../../xapi-error.ts';

/** What a check complains about; a check that lets all pass fails the test. */
export function complaintOf(check: () => unknown): Complaint {
  try {
    check();
  } catch (error) {
    if (!(error instanceof XapiError)) throw error;
    expect(error.status).to.equal(400);
    return error.complaint;
  }
  throw new Error('Nothing was refused.');
}
