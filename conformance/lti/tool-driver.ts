import type { Launch, Platform, Tool } from '@crosswalk/lti-platform';
import type { Browser, Page } from './browser.ts';

const features = [
  'launch',
  'submission-review',
  'deep-linking',
  'scores',
  'retries',
  'line-items',
  'roster',
  'registration',
  'notices',
  'preview',
  'read-back',
] as const;
export type Feature = (typeof features)[number];

/** A launch that a tool took. */
export interface Launched {
  /** Names the launch to its driver. */
  session: string;
}

export interface Member {
  userId: string;
  roles: string[];
}

/** A tool under test, as far as the cases need it; one that lacks a method does not offer that. */
export interface ToolDriver {
  name: string;
  version: string;
  /** What the tool has an interface for. */
  offers: ReadonlySet<Feature>;
  /** Whether violations of what only SHOULD be fail a case as well. */
  isStrict: boolean;
  /** Registers each with the other; answers the tool as the platform knows it. */
  connect(platform: Platform, options?: { deployments?: number }): Promise<Tool>;
  /** Custom parameters of a link that opens content. */
  custom: Record<string, string>;
  /** What the page after a launch means. */
  judge(page: Page, browser: Browser): Promise<Launched | undefined>;
  /** A launch in a frame of a browser that keeps no cookies, with the platform's storage at hand. */
  withoutCookies?(launch: Launch): Promise<Page>;
  /** The learner reaches the share (0, 0.25, ... 1) of all points; resolves when it was told. */
  score?(session: string, score: { share: number; comment?: string }): Promise<void>;
  /** What the platform says of the score: share of the maximum. */
  result?(session: string): Promise<number | undefined>;
  members?(session: string, options?: { again: boolean }): Promise<Member[]>;
  /** Chooses so many items of what is offered; answers where the response goes. */
  choose?(session: string, page: Page, options: Choice): Promise<{ action: string; jwt: string }>;
  /** Follows a registration link as an administrator does; resolves when it is done. */
  register?(platform: Platform, options?: { token?: string }): Promise<void>;
  /** How long after the last step something may still be sent, in ms. */
  settleMs: number;
  close(): Promise<void>;
}

export interface Choice {
  count: number;
  withLineItem: boolean;
}
