const LTI = 'https://purl.imsglobal.org/spec/lti/claim';
const DL = 'https://purl.imsglobal.org/spec/lti-dl/claim';

/** Names of claims as the specifications spell them. */
export const claim = {
  messageType: `${LTI}/message_type`,
  version: `${LTI}/version`,
  deploymentId: `${LTI}/deployment_id`,
  targetLinkUri: `${LTI}/target_link_uri`,
  resourceLink: `${LTI}/resource_link`,
  roles: `${LTI}/roles`,
  context: `${LTI}/context`,
  toolPlatform: `${LTI}/tool_platform`,
  launchPresentation: `${LTI}/launch_presentation`,
  custom: `${LTI}/custom`,
  lis: `${LTI}/lis`,
  lti1p1: `${LTI}/lti1p1`,
  forUser: `${LTI}/for_user`,
  originContexts: `${LTI}/origin_contexts`,
  notice: `${LTI}/notice`,
  notices: `${LTI}/platformnotificationservice`,
  endpoint: 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint',
  namesAndRoles: 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice',
  deepLinkingSettings: `${DL}/deep_linking_settings`,
  contentItems: `${DL}/content_items`,
  data: `${DL}/data`,
} as const;

export const scope = {
  lineItem: 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem',
  lineItemRead: 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly',
  score: 'https://purl.imsglobal.org/spec/lti-ags/scope/score',
  result: 'https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly',
  membership: 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
  noticeHandlers: 'https://purl.imsglobal.org/spec/lti/scope/noticehandlers',
} as const;

export const mediaType = {
  lineItem: 'application/vnd.ims.lis.v2.lineitem+json',
  lineItems: 'application/vnd.ims.lis.v2.lineitemcontainer+json',
  score: 'application/vnd.ims.lis.v1.score+json',
  results: 'application/vnd.ims.lis.v2.resultcontainer+json',
  memberships: 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json',
  form: 'application/x-www-form-urlencoded',
  json: 'application/json',
} as const;

const MEMBERSHIP = 'http://purl.imsglobal.org/vocab/lis/v2/membership#';
export const role = {
  learner: `${MEMBERSHIP}Learner`,
  instructor: `${MEMBERSHIP}Instructor`,
  mentor: `${MEMBERSHIP}Mentor`,
  administrator: 'http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator',
  student: 'http://purl.imsglobal.org/vocab/lis/v2/institution/person#Student',
  testUser: 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser',
} as const;

/** Where a tool describes itself (Dynamic Registration 1.0), and a platform too. */
export const configurationOf = {
  tool: 'https://purl.imsglobal.org/spec/lti-tool-configuration',
  platform: 'https://purl.imsglobal.org/spec/lti-platform-configuration',
} as const;

export const message = {
  resourceLink: 'LtiResourceLinkRequest',
  deepLinking: 'LtiDeepLinkingRequest',
  deepLinkingResponse: 'LtiDeepLinkingResponse',
  submissionReview: 'LtiSubmissionReviewRequest',
} as const;
