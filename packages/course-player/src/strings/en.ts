import type { Strings } from './strings.ts';

export const en: Strings = {
  contents: 'Contents',
  previous: 'Previous',
  next: 'Next',
  exit: 'Save and exit',
  saved: 'Saved',
  saving: 'Saving…',
  waiting: 'Not saved yet. Trying again…',
  elsewhere: 'This course was opened again elsewhere. What you do here is not saved any more.',
  closed: 'This course is not available any more. What you do here is not saved.',
  notRecorded: 'Preview: nothing is recorded',
  done: 'done',
  passed: 'passed',
  failed: 'not passed',
  choose: 'Where do you want to begin?',
  chooseTodo: 'Choose from the contents.',
  finished: 'You have come to the end',
  left: 'See you soon',
  canClose: 'Everything is saved. You can close this page.',
  openAgain: 'Open again',
  back: 'Go back',
};
