import type { Context } from '../context.ts';
import type { LineItem } from '../gradebook.ts';
import { type Answer, empty, json, Refusal } from '../http/answer.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Route } from '../http/routes.ts';
import { mediaType, role, scope } from '../names.ts';
import { scoreRules as rules } from '../rules/rules.ts';
import type { Rule } from '../violations.ts';
import { parse } from './line-item-body.ts';
import { findLineItem } from './line-items.ts';
import { brokenScoreRules } from './score-body.ts';
import { serviceCall } from './service-call.ts';

/** AGS 2.0 3.4. */
export function scoresRoute(context: Context): Route {
  return {
    name: 'scores',
    methods: ['POST'],
    path: '/courses/:courseId/lineitems/:id/scores',
    handle: (exchange) => receive(context, exchange),
  };
}

function receive(context: Context, exchange: Exchange): Answer {
  const { violations, gradebook, profile } = context;
  checkQuery(context, exchange);
  const tool = serviceCall(context, exchange, { scopes: [scope.score], body: mediaType.score });
  const item = findLineItem(context, exchange, tool);
  const body = parse(exchange.body);
  if (!body) throw refuse(context, 400, rules.body, 'no JSON object');
  const broken = brokenScoreRules(body);
  for (const [rule, detail] of broken) violations.record(rule, detail);
  if (broken.length > 0) throw new Refusal(400, broken.map(([rule]) => rule.id).join(' '));
  const userId = String(body.userId);
  const timestamp = String(body.timestamp);
  checkPerson(context, item, userId);
  checkOrder(context, item, { userId, timestamp });
  const isGraded = body.gradingProgress === 'FullyGraded' || !profile.needsFullyGraded;
  gradebook.accept({ lineItemId: item.id, userId, timestamp, body }, { isGraded });
  if (profile.scoreAnswer === 'empty') return empty(200);
  const url = `${context.urls.lineItem(item.courseId, item.id)}/results/${userId}`;
  return json({ resultUrl: url });
}

/** AGS 2.0 3.4: the query of the line item's URL stays where it is, the path grows. */
function checkQuery(context: Context, { url }: Exchange): void {
  const wanted = context.profile.lineItemQuery;
  if (wanted === '' || url.search === wanted) return;
  throw refuse(context, 400, rules.url, `${url.pathname}${url.search}`);
}

function checkPerson(context: Context, item: LineItem, userId: string): void {
  const { profile } = context;
  const person = context.courses.get(item.courseId)?.members.get(userId);
  if (!person) throw new Refusal(profile.unknownUserStatus, 'Not in this course');
  if (profile.noLearnerStatus !== null && !person.roles.includes(role.learner)) {
    throw new Refusal(profile.noLearnerStatus, 'User not found in course or is not a student');
  }
}

function checkOrder(
  context: Context,
  item: LineItem,
  { userId, timestamp }: { userId: string; timestamp: string },
): void {
  const last = context.gradebook.lastScore(item.id, userId);
  if (!last) return;
  const step = context.profile.timestampStepMs;
  const parts = (time: string) => Math.floor(Date.parse(time) / step);
  if (parts(timestamp) > parts(last.timestamp)) return;
  const rule = timestamp === last.timestamp ? rules.resent : rules.order;
  throw refuse(context, 409, rule, `${timestamp} after ${last.timestamp}`);
}

function refuse(context: Context, status: number, rule: Rule, detail: string): Refusal {
  context.violations.record(rule, detail);
  return new Refusal(status, detail);
}
