import type { Rule } from '../violations.ts';

const must = (id: string, specRef: string): Rule => ({ id, level: 'MUST', specRef });
const should = (id: string, specRef: string): Rule => ({ id, level: 'SHOULD', specRef });

const SEC = 'Security 1.0';

export const authorizeRules = {
  scope: must('authorize.scope', `${SEC} 5.1.1.2`),
  responseType: must('authorize.response_type', `${SEC} 5.1.1.2`),
  responseMode: must('authorize.response_mode', `${SEC} 5.1.1.2`),
  prompt: must('authorize.prompt', `${SEC} 5.1.1.2`),
  client: must('authorize.client_id', `${SEC} 5.1.1.2`),
  redirectUri: must('authorize.redirect_uri', `${SEC} 5.1.1.2`),
  loginHint: must('authorize.login_hint', `${SEC} 5.1.1.2`),
  messageHint: must('authorize.lti_message_hint', 'Core 1.3 4.1.1'),
  state: should('authorize.state', `${SEC} 5.1.1.2`),
  stateReuse: must('authorize.state-reuse', 'RFC 6749 10.12'),
  nonce: must('authorize.nonce', `${SEC} 5.1.1.2`),
  nonceReuse: must('authorize.nonce-reuse', 'OpenID Connect Core 3.2.2.1'),
} as const;

export const tokenRules = {
  type: must('token.content-type', 'RFC 6749 4.4.2'),
  grant: must('token.grant_type', `${SEC} 4.1.1`),
  assertionType: must('token.client_assertion_type', `${SEC} 4.1.1`),
  scope: must('token.scope', `${SEC} 4.1.1`),
  scopeGranted: must('token.scope-granted', 'RFC 6749 3.3'),
  signature: must('token.signature', `${SEC} 4.1.1`),
  issuer: must('token.iss', `${SEC} 4.1.1`),
  subject: must('token.sub', `${SEC} 4.1.1`),
  audience: must('token.aud', `${SEC} 4.1.1`),
  times: must('token.iat-exp', `${SEC} 4.1.1`),
  lifetime: should('token.lifetime', `${SEC} 4.1.1`),
  jti: must('token.jti', `${SEC} 4.1.1`),
  deployment: should('token.deployment_id', 'Core 1.3 3.1.3'),
} as const;

export const keyRules = {
  keySet: must('tool-keys.jwks', `${SEC} 6.3`),
  privatePart: must('tool-keys.private', 'RFC 7517 9.2'),
  kid: must('tool-keys.kid', `${SEC} 6.3`),
  size: must('tool-keys.size', 'RFC 7518 3.3'),
  use: should('tool-keys.use', `${SEC} 6.3`),
} as const;

export const serviceRules = {
  bearer: must('service.bearer', 'RFC 6750 2.1'),
  unknownToken: must('service.unknown-token', 'RFC 6750 3.1'),
  scope: must('service.scope', 'RFC 6750 3.1'),
  accept: must('service.accept', 'AGS 2.0 3.1'),
  contentType: must('service.content-type', 'AGS 2.0 3.1'),
  userAgent: must('service.user-agent', 'Canvas API: User-Agent'),
  link: must('service.opaque-link', 'RFC 8288 3'),
} as const;

export const lineItemRules = {
  body: must('line-item.body', 'AGS 2.0 3.2'),
  label: must('line-item.label', 'AGS 2.0 3.2.2'),
  scoreMaximum: must('line-item.scoreMaximum', 'AGS 2.0 3.2.3'),
  dates: must('line-item.dates', 'AGS 2.0 3.2.7'),
  unchanging: must('line-item.id', 'AGS 2.0 3.2.4'),
  duplicate: should('line-item.duplicate', 'AGS 2.0 3.2.5'),
} as const;

export const scoreRules = {
  url: must('score.url', 'AGS 2.0 3.4'),
  body: must('score.body', 'AGS 2.0 3.4'),
  userId: must('score.userId', 'AGS 2.0 3.4.2'),
  scoreGiven: must('score.scoreGiven', 'AGS 2.0 3.4.4'),
  scoreMaximum: must('score.scoreMaximum', 'AGS 2.0 3.4.4'),
  activityProgress: must('score.activityProgress', 'AGS 2.0 3.4.7'),
  gradingProgress: must('score.gradingProgress', 'AGS 2.0 3.4.8'),
  timestamp: must('score.timestamp', 'AGS 2.0 3.4.3'),
  order: must('score.timestamp-order', 'AGS 2.0 3.4.3'),
  submission: must('score.submission', 'AGS 2.0 3.4.6'),
  concurrent: must('score.concurrent', 'AGS 2.0 3.4.3'),
  resent: must('score.timestamp-reused', 'AGS 2.0 3.4.3'),
} as const;

export const deepLinkRules = {
  form: must('deep-link.form', 'Deep Linking 2.0 4.1'),
  session: must('deep-link.session', 'Deep Linking 2.0 4.1'),
  signature: must('deep-link.signature', `${SEC} 5.2`),
  kid: must('deep-link.kid', `${SEC} 6.3`),
  issuer: must('deep-link.iss', `${SEC} 5.2.2`),
  audience: must('deep-link.aud', `${SEC} 5.2.2`),
  times: must('deep-link.iat-exp', `${SEC} 5.2.2`),
  nonce: must('deep-link.nonce', `${SEC} 5.2.2`),
  messageType: must('deep-link.message_type', 'Deep Linking 2.0 4.5.1'),
  version: must('deep-link.version', 'Deep Linking 2.0 4.5.2'),
  deployment: must('deep-link.deployment_id', 'Deep Linking 2.0 4.5.3'),
  data: must('deep-link.data', 'Deep Linking 2.0 4.5.4'),
  items: must('deep-link.content_items', 'Deep Linking 2.0 4.5.5'),
  multiple: must('deep-link.accept_multiple', 'Deep Linking 2.0 4.4.1'),
  types: must('deep-link.accept_types', 'Deep Linking 2.0 4.4.1'),
  lineItem: must('deep-link.accept_lineitem', 'Deep Linking 2.0 4.4.1'),
  custom: must('deep-link.custom', 'Deep Linking 2.0 3.2'),
  errorClaims: must('deep-link.error-claims', 'Deep Linking 2.0 4.5.6'),
} as const;

export const registrationRules = {
  token: must('registration.token', 'Dynamic Registration 1.0 3.5'),
  type: must('registration.content-type', 'Dynamic Registration 1.0 3.5'),
  body: must('registration.body', 'Dynamic Registration 1.0 3.5.1'),
  configuration: must('registration.tool-configuration', 'Dynamic Registration 1.0 3.5.2'),
  domain: must('registration.domain', 'Dynamic Registration 1.0 3.5.2'),
} as const;

export const noticeRules = {
  body: must('notice-handler.body', 'PNS 1.0 3.2'),
  host: must('notice-handler.host', 'PNS 1.0 3.2'),
} as const;
