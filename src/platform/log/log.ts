import { type DestinationStream, type Logger, pino } from 'pino';
import { redactFields } from './redaction.ts';
import { maskSecrets } from './secret-patterns.ts';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Anything that JSON can hold, errors (best as `err`), and secrets, which come out redacted. */
export type LogFields = Readonly<Record<string, unknown>>;

export interface LogMethod {
  (message: string): void;
  (fields: LogFields | Error, message: string): void;
}

export interface Log {
  trace: LogMethod;
  debug: LogMethod;
  info: LogMethod;
  warn: LogMethod;
  error: LogMethod;
  fatal: LogMethod;
  /** A log that adds these fields to each of its lines. */
  child(fields: LogFields): Log;
}

/**
 * One JSON object a line: `level`, `time` (RFC 3339), `pid`, the fields, `msg`. Lines are written
 * before the call returns, so a killed process loses none.
 * @param destination default standard output
 */
export function createLog({
  level,
  destination = pino.destination({ dest: 1, sync: true }),
}: {
  level: LogLevel;
  destination?: DestinationStream;
}): Log {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    // Errors come redacted and plain; pino's serializer would rename their type.
    serializers: { err: (error: unknown) => error },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return redacting(pino(options, destination));
}

/** pino's own redaction knows fixed paths only; a secret may stand anywhere. */
function redacting(logger: Logger): Log {
  function method(level: Exclude<LogLevel, 'silent'>): LogMethod {
    return (first: string | LogFields | Error, message?: string) => {
      if (!logger.isLevelEnabled(level)) return;
      if (typeof first === 'string') return logger[level](maskSecrets(first));
      const fields = first instanceof Error ? { err: first } : first;
      logger[level](redactFields(fields), maskSecrets(message ?? ''));
    };
  }
  return {
    trace: method('trace'),
    debug: method('debug'),
    info: method('info'),
    warn: method('warn'),
    error: method('error'),
    fatal: method('fatal'),
    child: (fields) => redacting(logger.child(redactFields(fields))),
  };
}
