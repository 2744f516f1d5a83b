import type { Exchange } from '../http/exchange.ts';
import { scoreRules } from '../rules/rules.ts';
import type { Violations } from '../violations.ts';
import { parse } from './line-item-body.ts';

/**
 * Notices two scores of one person in one line item at the same time: their order is lost.
 * Answers a function for when the request has ended, however it did.
 */
export function watchScores(violations: Violations): (exchange: Exchange) => () => void {
  const open = new Map<string, number>();
  return (exchange) => {
    const pair = `${exchange.url.pathname} ${parse(exchange.body)?.userId}`;
    const before = open.get(pair) ?? 0;
    if (before > 0) violations.record(scoreRules.concurrent, pair);
    open.set(pair, before + 1);
    return () => {
      const now = open.get(pair) ?? 0;
      if (now > 1) open.set(pair, now - 1);
      else open.delete(pair);
    };
  };
}
