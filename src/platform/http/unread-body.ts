import type { Middleware } from 'koa';

/** Long enough for what somebody sent by mistake. */
const PATIENCE_MS = 10_000;

/**
 * What is refused before its body has come is answered at once, and the rest of the body is read and
 * thrown away: were the connection closed instead, clients that still send would be told of a broken
 * connection and not of our answer (RFC 9112 9.6). Whoever sends on after `patience` ms is cut off.
 */
export function unreadBody(patience = PATIENCE_MS): Middleware {
  return async ({ req, res }, next) => {
    if (!req.complete) {
      res.once('finish', () => {
        if (req.complete) return;
        // Of a body that was begun Node reads no more by itself.
        req.resume();
        const cutOff = setTimeout(() => req.socket.destroy(), patience);
        for (const end of ['end', 'close']) req.once(end, () => clearTimeout(cutOff));
      });
    }
    await next();
  };
}
