import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { RoutewrightError } from '../../src/base/errors.ts';
import { createLogger, logLevels, silentLogger, type LoggerOptions } from '../../src/base/log.ts';
import { Redactor } from '../../src/base/secrets.ts';

class Collector extends Writable {
  text = '';
  readonly isTTY: boolean;

  constructor(isTTY = false) {
    super({ decodeStrings: false, highWaterMark: 16 });
    this.isTTY = isTTY;
  }

  override _write(chunk: string, _encoding: string, done: () => void): void {
    setImmediate(() => {
      this.text += chunk;
      done();
    });
  }

  get lines(): string[] {
    return this.text.split('\n').slice(0, -1);
  }
}

const now = (): Date => new Date('2026-11-05T12:34:56.789Z');

async function logged(
  options: Partial<LoggerOptions>,
  run: (logger: Awaited<ReturnType<typeof createLogger>>) => void,
  terminal = false,
): Promise<string[]> {
  const stream = new Collector(terminal);
  const logger = await createLogger({
    level: 'info',
    format: 'json',
    redactor: new Redactor(),
    stream,
    now,
    ...options,
  });
  run(logger);
  await logger.close();
  return stream.lines;
}

afterEach(() => {
  jest.restoreAllMocks();
});

describe('JSON', () => {
  test('one line a message', async () => {
    const lines = await logged({}, (logger) => {
      logger.info('Serving 3 tools', { api: 'shop', tools: 3, list: ['a'], none: undefined });
      logger.error('two\nlines');
    });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        time: '2026-11-05T12:34:56.789Z',
        level: 'info',
        message: 'Serving 3 tools',
        api: 'shop',
        tools: 3,
        list: ['a'],
      },
      { time: '2026-11-05T12:34:56.789Z', level: 'error', message: 'two\nlines' },
    ]);
  });

  test('fields cannot replace time, level and message', async () => {
    const [line] = await logged({}, (logger) => logger.info('mine', { message: 'theirs', level: 9, time: 'then' }));
    expect(JSON.parse(line!)).toMatchObject({
      level: 'info',
      message: 'mine',
      message_: 'theirs',
      level_: 9,
      time_: 'then',
    });
  });

  test('errors by message and code', async () => {
    const [line] = await logged({}, (logger) => {
      logger.warn('Failed', {
        error: new RoutewrightError('UPSTREAM_TIMEOUT', 'Upstream timed out', { cause: new Error('why') }),
      });
    });
    expect(JSON.parse(line!)).toMatchObject({
      error: { message: 'Upstream timed out', code: 'UPSTREAM_TIMEOUT', cause: { message: 'why' } },
    });
  });
});

describe('levels', () => {
  test.each(logLevels.map((level, rank) => [level, logLevels.slice(0, rank + 1)] as const))(
    '%s',
    async (level, told) => {
      const lines = await logged({ level }, (logger) => {
        for (const each of logLevels) logger[each]('x');
      });
      expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(told);
    },
  );
});

describe('children', () => {
  test('add fields, the nearer ones win, and end with their parent', async () => {
    const lines = await logged({}, (logger) => {
      const child = logger.child({ api: 'shop', call: 1 }).child({ call: 2 });
      child.info('x', { a: 1 });
      logger.info('y');
      void child.close();
      logger.info('dropped');
      child.info('dropped');
    });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ message: 'x', api: 'shop', call: 2, a: 1 }),
      { time: expect.any(String), level: 'info', message: 'y' },
    ]);
  });
});

describe('pretty', () => {
  test('time, level, message, fields', async () => {
    const lines = await logged({ format: 'pretty', level: 'debug' }, (logger) => {
      logger.info('Serving', { api: 'shop', name: 'two words', tools: 3, list: ['a'], empty: '' });
      logger.error('Bad', { error: new RoutewrightError('INTERNAL', 'broken'), cause: new Error('why not') });
      logger.debug('x');
    });
    const clock = now().toTimeString().slice(0, 8);
    expect(lines).toEqual([
      `${clock} info  Serving api=shop name="two words" tools=3 list=["a"] empty=""`,
      `${clock} error Bad error="broken (INTERNAL)" cause="why not"`,
      `${clock} debug x`,
    ]);
  });

  test('what others say cannot pass for a line or move the cursor', async () => {
    const lines = await logged({ format: 'pretty' }, (logger) => {
      logger.info('one\n12:00:00 info  forged\u001b[2J', { text: 'a\n\u001b[31m\u009b', 'k\u001b': 1 });
    });
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^ {2}12:00:00 info {2}forged\\x1b\[2J/);
    // eslint-disable-next-line no-control-regex -- that is the point
    expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  });

  test.each<
    [terminal: boolean, format: LoggerOptions['format'], color: boolean | undefined, json: boolean, colored: boolean]
  >([
    [true, 'auto', undefined, false, true],
    [true, 'pretty', undefined, false, true],
    [true, 'json', undefined, true, false],
    [false, 'auto', undefined, true, false],
    [false, 'pretty', undefined, false, false],
    [false, 'json', undefined, true, false],
    [true, 'auto', false, false, false],
    [false, 'pretty', true, false, true],
  ])('terminal %p, format %p, color %p: JSON %p, coloured %p', async (terminal, format, color, json, colored) => {
    const [line] = await logged(
      { format, ...(color === undefined ? {} : { color }) },
      (logger) => logger.warn('x'),
      terminal,
    );
    expect(line!.startsWith('{')).toBe(json);
    expect(line !== stripVTControlCharacters(line!)).toBe(colored);
  });
});

describe('secrets', () => {
  test.each(['json', 'pretty'] as const)('none reaches a %s line', async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 6 }), async (secret) => {
        fc.pre(secret.trim().length >= 6 && !/redact/.test(secret));
        const redactor = new Redactor();
        redactor.add(secret);
        const lines = await logged({ format, redactor }, (logger) => {
          logger.child({ [`k${secret}`]: 1 }).info(`a${secret}b`, {
            url: `http://x/?k=${encodeURIComponent(secret)}`,
            headers: { authorization: 'unknown to the redactor', x: [secret] },
            error: new Error(`no ${Buffer.from(secret).toString('base64')}`),
          });
        });
        const line = lines.join('\n');
        expect(line).not.toContain('unknown to the redactor');
        for (const piece of line.split('[redacted]')) {
          expect(piece).not.toContain(secret);
          expect(piece).not.toContain(encodeURIComponent(secret));
          expect(piece).not.toContain(JSON.stringify(secret).slice(1, -1));
          expect(piece).not.toContain(Buffer.from(secret).toString('base64'));
        }
      }),
      { numRuns: 50 },
    );
  });

  test('what becomes known later is redacted from then on', async () => {
    const redactor = new Redactor();
    const lines = await logged({ redactor }, (logger) => {
      redactor.add('s3cr3t');
      logger.info('s3cr3t');
    });
    expect(lines[0]).toContain('"message":"[redacted]"');
  });
});

describe('streams', () => {
  test('stderr is the default, stdout is never written to', async () => {
    const out = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const written: string[] = [];
    jest.spyOn(process.stderr, 'write').mockImplementation((chunk, done) => {
      written.push(String(chunk));
      if (typeof done === 'function') (done as () => void)();
      return true;
    });
    const logger = await createLogger({ level: 'debug', format: 'json', redactor: new Redactor() });
    for (const level of logLevels) logger[level]('x');
    await logger.close();
    expect(out).not.toHaveBeenCalled();
    expect(written.join('').match(/"message":"x"/g)).toHaveLength(4);
  });

  test('close waits for a slow stream, and can be called again', async () => {
    const stream = new Collector();
    const logger = await createLogger({ level: 'info', format: 'json', redactor: new Redactor(), stream });
    for (let line = 0; line < 500; line++) logger.info(`line ${line}`);
    await Promise.all([logger.close(), logger.close()]);
    expect(stream.lines).toHaveLength(500);
    expect(stream.writableEnded).toBe(false);
  });

  test('a stream that breaks loses lines and nothing else', async () => {
    const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
    const logger = await createLogger({ level: 'info', format: 'json', redactor: new Redactor(), stream });
    logger.info('x');
    await new Promise((resolve) => setImmediate(resolve));
    logger.info('y');
    await logger.close();
  });

  test('no listener is left behind', async () => {
    const stream = new Collector();
    const before = stream.listenerCount('error');
    const logger = await createLogger({ level: 'info', format: 'json', redactor: new Redactor(), stream });
    await logger.close();
    expect(stream.listenerCount('error')).toBe(before);
  });
});

test('silentLogger', async () => {
  expect(silentLogger.child({ a: 1 })).toBe(silentLogger);
  for (const level of logLevels) silentLogger[level]('x');
  await expect(silentLogger.close()).resolves.toBeUndefined();
});
