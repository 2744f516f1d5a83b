import type { Case } from '../case.ts';
import { attacks } from './attacks.ts';
import { badLaunches } from './bad-launches.ts';
import { deepLinks } from './deep-links.ts';
import { goodLaunches } from './good-launches.ts';
import { keyCases } from './keys.ts';
import { logins } from './logins.ts';
import { messageCases } from './messages.ts';
import { notices } from './notices.ts';
import { profileCases } from './profiles.ts';
import { registrations } from './registrations.ts';
import { rosters } from './rosters.ts';
import { scoreCases } from './scores.ts';

export const allCases: Case[] = [
  ...goodLaunches,
  ...badLaunches,
  ...messageCases,
  ...logins,
  ...attacks,
  ...keyCases,
  ...deepLinks,
  ...scoreCases,
  ...rosters,
  ...registrations,
  ...notices,
  ...profileCases,
];
