export { type Clock, fixedClock, type MovableClock, runningClock } from './clock.ts';
export type { Course, Link, Person } from './courses.ts';
export type { DeepLinkPages } from './endpoints/deep-link-return.ts';
export type { Fault } from './faults.ts';
export type { LineItem, Result, Score } from './gradebook.ts';
export { type Answer, html, json, redirect } from './http/answer.ts';
export type { RouteName } from './http/routes.ts';
export type {
  ContentItem,
  DeepLinkResponse,
  DeepLinkSession,
} from './launch/deep-link-sessions.ts';
export type { DeepLinkingSettings, Launch, LaunchRequest } from './launch/launches.ts';
export type { TokenMutation } from './launch/token-mutation.ts';
export { claim, configurationOf, mediaType, message, role, scope } from './names.ts';
export { createPlatform, type Platform, type PlatformOptions } from './platform.ts';
export { type Profile, type ProfileName, profileNames } from './profiles.ts';
export { createSandbox } from './sandbox/sandbox.ts';
export type { Notice } from './send-notice.ts';
export type { Tool, ToolRegistration } from './tools.ts';
export type { Violation } from './violations.ts';
