import { styleText } from 'node:util';
import { isObject } from './json.ts';
import type { Redactor } from './secrets.ts';

export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export const logFormats = ['pretty', 'json', 'auto'] as const;
/** How much is told; each level includes those before it. */
export type LogLevel = (typeof logLevels)[number];
export type LogFormat = (typeof logFormats)[number];

/** Facts beside a message. Errors are told by message and code. */
type LogFields = Readonly<Record<string, unknown>>;

/** Tells the operator what happens. It never throws, and never writes to stdout, which is the protocol's. */
export interface Logger {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to every line. It ends with its parent. */
  child(fields: LogFields): Logger;
  /** Resolves once every line has been handed to the system. What is logged later is dropped. */
  close(): Promise<void>;
}

export interface LoggerOptions {
  readonly level: LogLevel;
  /** `auto`: pretty on a terminal, JSON otherwise. */
  readonly format: LogFormat;
  /** Every line passes it. */
  readonly redactor: Redactor;
  /** Where lines go; default `process.stderr`. It is not ended by `close`. */
  readonly stream?: NodeJS.WritableStream;
  /** Default: if the stream is a terminal that shows colours. */
  readonly color?: boolean;
  /** The clock; default the system's. */
  readonly now?: () => Date;
}

/** What a terminal adds to a stream. */
type MaybeTerminal = NodeJS.WritableStream & { readonly isTTY?: boolean; hasColors?(): boolean };
type Line = (level: LogLevel, message: string, fields: LogFields) => string;

/**
 * A logger of one line a message: `{"time","level","message",…fields}`, or `12:34:56 info  message key=value` in local
 * time for people.
 */
export async function createLogger(options: LoggerOptions): Promise<Logger> {
  const { default: winston } = await import('winston');
  const stream: MaybeTerminal = options.stream ?? process.stderr;
  const terminal = stream.isTTY === true;
  const pretty = options.format === 'pretty' || (options.format === 'auto' && terminal);
  const line = pretty
    ? prettyLine(options, options.color ?? (terminal && (stream.hasColors?.() ?? true)))
    : jsonLine(options);
  const transport = new winston.transports.Stream({ stream, eol: '\n' });
  const sink = winston.createLogger({
    level: options.level,
    levels: Object.fromEntries(logLevels.map((level, rank) => [level, rank])),
    format: winston.format.printf(({ message }) => String(message)),
    transports: [transport],
    exitOnError: false,
  });
  // A client that has closed our stderr must lose the log, not the gateway.
  const ignore = (): void => undefined;
  stream.on('error', ignore);

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await new Promise((resolve) => {
      transport.once('finish', resolve);
      sink.end();
    });
    await new Promise<void>((resolve) => {
      if (stream.writable) stream.write('', () => resolve());
      else resolve();
    });
    stream.off('error', ignore);
  };
  const at = (inherited: LogFields): Logger => {
    const write = (level: LogLevel, message: string, fields?: LogFields): void => {
      if (closing || !sink.isLevelEnabled(level)) return;
      sink.log({ level, message: options.redactor.redact(line(level, message, { ...inherited, ...fields })) });
    };
    return {
      error: (message, fields) => write('error', message, fields),
      warn: (message, fields) => write('warn', message, fields),
      info: (message, fields) => write('info', message, fields),
      debug: (message, fields) => write('debug', message, fields),
      child: (fields) => at({ ...inherited, ...fields }),
      close: () => (closing ??= close()),
    };
  };
  return at({});
}

/** Says nothing: for tests, and for programs that use the gateway as a library. */
export const silentLogger: Logger = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
  child: () => silentLogger,
  close: () => Promise.resolve(),
};

function jsonLine({ redactor, now = systemTime }: LoggerOptions): Line {
  return (level, message, fields) => {
    const own = { time: now().toISOString(), level, message: redactor.redact(message) };
    const others = Object.entries(redactor.redactValue(fields) as LogFields);
    const renamed = others.map(([key, value]) => [Object.hasOwn(own, key) ? `${key}_` : key, value] as const);
    return JSON.stringify({ ...own, ...Object.fromEntries(renamed) });
  };
}

const colors = { error: 'red', warn: 'yellow', info: 'green', debug: 'gray' } as const;

function prettyLine({ redactor, now = systemTime }: LoggerOptions, color: boolean): Line {
  // validateStream would ask about stdout, which is not where this goes.
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    color ? styleText(style, text, { validateStream: false }) : text;
  return (level, message, fields) => {
    const time = now();
    const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => String(part).padStart(2, '0'));
    const parts = [
      paint('gray', clock.join(':')),
      paint(colors[level], level.padEnd(5)),
      plain(redactor.redact(message)),
    ];
    for (const [key, value] of Object.entries(redactor.redactValue(fields) as LogFields)) {
      const error = fields[key] instanceof Error && isObject(value);
      parts.push(`${paint('gray', `${plain(key)}=`)}${error ? showError(value) : show(value)}`);
    }
    return parts.join(' ');
  };
}

function show(value: unknown): string {
  const bare = typeof value === 'string' && /^[^\s"'=\p{C}]+$/u.test(value);
  return bare ? value : plain(JSON.stringify(value));
}

function showError(error: Readonly<Record<string, unknown>>): string {
  const { message, code } = error;
  return show(typeof code === 'string' ? `${String(message)} (${code})` : message);
}

/** What upstream says must not move the cursor or pass for a line of ours. */
function plain(text: string): string {
  return text
    .replaceAll(/\r?\n/g, '\n  ')
    .replaceAll(/[^\P{Cc}\n\t]/gu, (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

function systemTime(): Date {
  return new Date();
}
