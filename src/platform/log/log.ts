import { type DestinationStream, type Logger, pino } from 'pino';
import { standardOutput } from './output.ts';
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
 * One JSON object a line: `level`, `time` (RFC 3339), `pid`, the fields, `msg`.
 * @param destination default standard output
 */
export function createLog({
  level,
  destination = standardOutput(),
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
  const logger = pino(options, destination);
  return redacting(() => logger);
}

/** pino's own redaction knows fixed paths only; a secret may stand anywhere. */
function redacting(open: () => Logger): Log {
  function method(level: Exclude<LogLevel, 'silent'>): LogMethod {
    return (first: string | LogFields | Error, message?: string) => {
      const logger = open();
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
    // Made at its first line: most requests write none of their own.
    child: (fields) => {
      let made: Logger | undefined;
      return redacting(() => {
        made ??= open().child(redactFields(fields));
        return made;
      });
    },
  };
}
