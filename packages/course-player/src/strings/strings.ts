/** Everything that the page says itself. */
export interface Strings {
  contents: string;
  previous: string;
  next: string;
  exit: string;
  saved: string;
  saving: string;
  waiting: string;
  elsewhere: string;
  closed: string;
  notRecorded: string;
  done: string;
  passed: string;
  failed: string;
  choose: string;
  chooseTodo: string;
  finished: string;
  left: string;
  canClose: string;
  openAgain: string;
  back: string;
}
