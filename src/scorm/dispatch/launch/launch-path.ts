/** Where shells in learning platforms ask for the player's page; written into packages, so it stays. */
export const LAUNCH_PATH = '/dispatch/launches';
