import type { ErrorTexts } from './error-texts.ts';

const again = 'Go back to your course and open the activity again.';
const admin = 'Tell the administrator of your learning platform, with the reference below.';

export const en: ErrorTexts = {
  kinds: {
    notFromCourse: {
      title: 'This page opens from a course',
      todo: 'Open the activity in your learning platform: this address alone leads nowhere.',
    },
    unknownPlatform: {
      title: 'This learning platform is not registered here',
      todo: 'An administrator has to register it first, or the client id in it is not the one registered.',
    },
    registrationPaused: {
      title: 'This tool is paused',
      todo: 'An administrator has paused the connection with your learning platform. Ask them, or try later.',
    },
    usedAlready: {
      title: 'This launch was used already',
      todo: `A launch works once, also after going back or reloading. ${again}`,
    },
    tookTooLong: {
      title: 'This launch took too long',
      todo: `More than ten minutes went by, perhaps while you signed in. ${again}`,
    },
    cookiesBlocked: {
      title: 'The browser did not let us recognise you',
      todo: 'Open the activity again, in a new window if your course offers that. If it goes on: allow cookies for this page, or use another browser.',
    },
    otherBrowser: {
      title: 'This launch began in another browser',
      todo: `Somebody else may have sent it to you. ${again}`,
    },
    misconfigured: {
      title: 'This tool is not set up correctly',
      todo: 'The settings of this tool in the learning platform and here do not fit together. Its administrator can compare them: the reference below leads to the details.',
    },
    notTrusted: {
      title: 'This launch cannot be trusted',
      todo: `${again} If that does not help: ${admin}`,
    },
    keysUnavailable: {
      title: 'Your learning platform does not answer',
      todo: `We need its keys to check this launch and cannot fetch them now. Try again in a minute. If it goes on: ${admin}`,
    },
    tooOld: {
      title: 'This launch is too old',
      todo: `${again} If it goes on, the clock of the learning platform may be wrong: ${admin}`,
    },
    clockAhead: {
      title: 'The clocks do not agree',
      todo: `The clock of your learning platform seems to be ahead. ${admin}`,
    },
    notConnected: {
      title: 'This course is not connected yet',
      todo: 'The tool was added to your learning platform, but nobody has connected it to an institution here. Ask your teacher or administrator.',
    },
    deploymentPaused: {
      title: 'This tool is paused',
      todo: 'An administrator has paused it for your institution. Ask them, or try later.',
    },
    unsupported: {
      title: 'This tool does not do that',
      todo: 'Your learning platform asked for something that this tool does not offer. Remove this placement in its settings, or use another one.',
    },
    userMissing: {
      title: 'We do not know who you are',
      todo: 'Your learning platform did not say. Sign in there; if you have, its privacy settings for this tool must send a user id.',
    },
    personInactive: {
      title: 'Your account is not active any more',
      todo: 'Ask your teacher or administrator if you think that this is a mistake.',
    },
    contentMissing: {
      title: 'This activity is not there any more',
      todo: 'What it led to was deleted or taken back. Your teacher can choose something else for it.',
    },
    notSetUp: {
      title: 'This activity is still empty',
      todo: 'Nobody has chosen yet what it opens. Ask your teacher.',
    },
    platformError: {
      title: 'Your learning platform could not sign you in here',
      todo: `Sign in there again, then open the activity. If that does not help: ${admin}`,
    },
    tooMany: {
      title: 'Too many at once',
      todo: 'Wait a minute, then open the activity again.',
    },
    unavailable: {
      title: 'We are not available right now',
      todo: 'Go back to your course and open the activity again in a minute.',
    },
    ourFault: {
      title: 'Something went wrong on our side',
      todo: 'Go back to your course and open the activity again in a minute.',
    },
  },
  reference: 'Reference for your administrator',
  isAdministrator: 'Are you the administrator?',
  connectTodo:
    "Connect this course's platform with your institution. The link works once, for 24 hours; you can also pass it on.",
  connect: 'Connect it',
};
