import { describe, expect, test } from '@jest/globals';
import { errorMeta } from '../../src/catalog/tool-result.ts';
import { retryAfterSeconds } from '../../src/upstream/failure.ts';
import { type HttpRequest, statusTexts } from '../../src/upstream/http.ts';
import { toToolResult } from '../../src/upstream/result.ts';

const request: HttpRequest = {
  method: 'POST',
  url: 'https://ada:pw@h/v1/%2e/things?key=s3cret',
  headers: {},
  body: undefined,
  credentialHeaders: [],
};

interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly type?: string;
  readonly headers?: Record<string, string>;
}

function linesOf({ status = 422, body = '', type, headers = {} }: Answer): string[] {
  const isText = typeof body === 'string' || body instanceof Uint8Array;
  const contentType = type ?? (isText ? undefined : 'application/json');
  const result = toToolResult(request, {
    status,
    statusText: statusTexts[status] ?? '',
    headers: { ...(contentType === undefined ? {} : { 'content-type': contentType }), ...headers },
    body: isText ? Buffer.from(body as string) : Buffer.from(JSON.stringify(body)),
    url: request.url,
    duration: 1,
  });
  expect(result).toMatchObject({ isError: true, _meta: { [errorMeta]: { code: 'HTTP_ERROR', status } } });
  const [part] = result.content;
  const lines = part!.type === 'text' ? part!.text.split('\n') : [];
  const head = `HTTP ${status} ${statusTexts[status] ?? ''}`.trimEnd() + ' from POST https://h/v1/%2e/things';
  expect(lines[0]!.startsWith(head)).toBe(true);
  return [lines[0]!.slice(head.length), ...lines.slice(1)];
}

describe("the API's own words", () => {
  test.each<[string, Answer, string[]]>([
    ['nothing', {}, ['']],
    [
      'problem+json',
      {
        type: 'application/problem+json',
        body: '{"type":"about:blank","title":"Conflict","status":409,"detail":"It is taken."}',
      },
      [': It is taken.'],
    ],
    ['problem+json with only a title', { body: { title: 'Conflict', status: 409 } }, [': Conflict']],
    [
      'invalid-params (RFC 7807)',
      { body: { title: 'Bad', 'invalid-params': [{ name: 'age', reason: 'must be positive' }] } },
      [': Bad', '- age: must be positive'],
    ],
    [
      'errors of RFC 9457',
      { body: { title: 'Bad', errors: [{ detail: 'too short', pointer: '#/lines/0/sku' }] } },
      [': Bad', '- lines[0].sku: too short'],
    ],
    [
      'FastAPI',
      {
        body: {
          detail: [
            { loc: ['body', 'lines', 0, 'sku'], msg: 'Field required', type: 'missing', input: {} },
            { loc: ['query', 'limit'], msg: 'too big' },
            { loc: ['body'], msg: 'x' },
          ],
        },
      },
      ['', '- body.lines[0].sku: Field required', '- limit: too big', '- body: x'],
    ],
    ['FastAPI, in a word', { body: { detail: 'Not Found' } }, [': Not Found']],
    ['message', { body: { message: 'No such thing' } }, [': No such thing']],
    ['Message', { body: { Message: 'No such thing' } }, [': No such thing']],
    ['error', { body: { error: 'nope' } }, [': nope']],
    [
      'OAuth',
      { body: { error: 'invalid_grant', error_description: 'The code has expired' } },
      [': The code has expired'],
    ],
    ['error.message', { body: { error: { message: 'Bad key', status: 400 } } }, [': Bad key']],
    [
      'error with a code',
      { body: { error: { message: 'Bad key', code: 'E7' } } },
      [': Bad key', 'Answer: {"error":{"message":"Bad key","code":"E7"}}'],
    ],
    [
      'Google',
      { body: { error: { message: 'Bad', status: 'INVALID', details: [{ field: 'a.b', description: 'no' }] } } },
      [': Bad', '- a.b: no'],
    ],
    [
      'NestJS',
      { body: { statusCode: 400, message: ['name must be a string', 'age must be a number'], error: 'Bad Request' } },
      [': Bad Request', '- name must be a string', '- age must be a number'],
    ],
    ['errors', { body: { errors: [{ message: 'one' }, 'two', { code: 'three' }] } }, ['', '- one', '- two', '- three']],
    [
      'Rails',
      { body: { errors: { title: ["can't be blank", 'is too short'], base: ['no'] } } },
      ['', "- title: can't be blank, is too short", '- base: no'],
    ],
    [
      'a map of sentences',
      { body: { message: 'Invalid', errors: { title: 'is missing' } } },
      [': Invalid', '- title: is missing'],
    ],
    [
      'Django',
      { body: { title: ['This field is required.'], price: ['A valid number is required.'] } },
      ['', '- title: This field is required.', '- price: A valid number is required.'],
    ],
    [
      'JSON:API',
      {
        body: {
          errors: [
            { title: 'Invalid', detail: 'Too long', source: { pointer: '/data/attributes/name' } },
            { detail: 'Bad', source: { parameter: 'sort' } },
          ],
        },
      },
      ['', '- data.attributes.name: Too long', '- sort: Bad'],
    ],
    [
      'GitHub',
      {
        body: { message: 'Validation Failed', errors: [{ resource: 'Issue', field: 'title', code: 'missing_field' }] },
      },
      [': Validation Failed', '- title: missing_field'],
    ],
    [
      'Spring',
      { body: { timestamp: 'x', status: 404, error: 'Not Found', path: '/x', trace: 'at a.B(C.java:1)' } },
      [': Not Found'],
    ],
    ['a list', { body: ['one', 'two'] }, ['', '- one', '- two']],
    ['a string', { body: '"nope"', type: 'application/json' }, [': nope']],
    ['anything else', { body: { code: 7, help: 'x' } }, ['', 'Answer: {"code":7,"help":"x"}']],
    ['JSON without a type', { body: '{"message":"hi"}' }, [': hi']],
    ['JSON that is none', { body: 'oops', type: 'application/json' }, [': oops']],
    ['text', { body: ' Something broke ', type: 'text/plain' }, [': Something broke']],
    ['an image', { body: Uint8Array.of(1, 2, 3), type: 'image/png' }, [': the answer is 3 bytes of image/png']],
  ])('%s', (_, answer, lines) => {
    expect(linesOf(answer)).toEqual(lines);
  });
});

describe('pages', () => {
  const page = (head: string, body = '<p>long</p>'.repeat(500)): Answer => ({
    status: 502,
    type: 'text/html',
    body: `<!DOCTYPE html>\n<html><head>${head}</head><body>${body}</body></html>`,
  });
  test.each<[string, Answer, string]>([
    ['its title', page('<title>502 &amp; more\n  of it</title>'), ': 502 & more of it'],
    ['its heading', page('', '<h1 class="x">Down</h1>'), ': Down'],
    ['nothing', page(''), ''],
    [
      'the words of a fragment',
      { status: 502, type: 'text/html', body: '<p>Service <b>down</b></p><script>x()</script>' },
      ': Service down',
    ],
    ['its title without a type', { status: 502, body: '<!doctype html><title>Oops</title>' }, ': Oops'],
    [
      'its title after a comment',
      { status: 502, type: 'text/html; charset=utf-8', body: '<!-- x --><html><title>Oops</title></html>' },
      ': Oops',
    ],
  ])('are told by %s', (_, answer, message) => {
    expect(linesOf(answer)).toEqual([message]);
  });

  test('XML is no page', () => {
    const body = '<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>';
    expect(linesOf({ status: 404, type: 'application/xml', body })).toEqual([`: ${body}`]);
  });
});

describe('stacks are not told', () => {
  const javascript =
    'TypeError: x is undefined\n    at run (/srv/app.js:1:2)\n    at async main (file:///srv/main.js:3:4)';
  const java =
    'java.lang.NullPointerException: id\n\tat com.shop.Orders.find(Orders.java:12)\n\tat java.base/java.lang.Thread.run(Thread.java:1)';
  const python =
    'Traceback (most recent call last):\n  File "/srv/app.py", line 1, in run\n    boom()\nValueError: no id';
  test.each<[Answer, string[]]>([
    [{ status: 500, body: javascript }, [': TypeError: x is undefined']],
    [{ status: 500, body: java }, [': java.lang.NullPointerException: id']],
    [{ status: 500, body: python }, [': ValueError: no id']],
    [{ status: 500, body: { message: javascript } }, [': TypeError: x is undefined']],
    [{ status: 500, body: { message: 'no', stack: javascript } }, [': no']],
    [
      { status: 500, body: { reference: 7, inner: { stackTrace: [java], note: python } } },
      ['', 'Answer: {"reference":7,"inner":{"note":"ValueError: no id"}}'],
    ],
    [{ status: 400, body: 'Look at the docs at https://h:80/x' }, [': Look at the docs at https://h:80/x']],
  ])('%j', (answer, lines) => {
    expect(linesOf(answer)).toEqual(lines);
  });
});

test.each<[Answer]>([
  [{ body: 'x'.repeat(50_000), type: 'text/plain' }],
  [{ body: { message: 'y'.repeat(50_000) } }],
  [{ body: { other: 'y'.repeat(50_000) } }],
  [{ body: { errors: Array.from({ length: 500 }, (_, index) => `problem ${index}`) } }],
])('a long body is cut', (answer) => {
  const text = linesOf(answer).join('\n');
  expect(text.length).toBeLessThan(3000);
});

describe('what to do next', () => {
  test.each<[Answer, string]>([
    [{ status: 429, headers: { 'retry-after': '7' } }, 'Try again after 7 s (Retry-After).'],
    [
      { status: 503, headers: { 'retry-after': new Date(Date.now() + 59_500).toUTCString() } },
      expect.stringMatching(/^Try again after (58|59|60) s/) as unknown as string,
    ],
    [{ status: 429 }, 'Too many requests: wait before trying again.'],
    [{ status: 401, headers: { 'www-authenticate': 'Basic realm="shop"' } }, 'WWW-Authenticate: Basic realm="shop"'],
    [{ status: 405, headers: { allow: 'GET, HEAD' } }, 'Allowed methods: GET, HEAD'],
  ])('%j', (answer, advice) => {
    expect(linesOf(answer)).toEqual(['', advice]);
  });

  // RFC 6750, 3.
  test.each([401, 403])('%d names the scopes that are missing', (status) => {
    const challenge = 'Bearer error="insufficient_scope", scope="orders:read  orders:write"';
    expect(linesOf({ status, headers: { 'www-authenticate': challenge } })).toEqual([
      '',
      `WWW-Authenticate: ${challenge}`,
      'The credential needs the scopes: orders:read, orders:write.',
    ]);
  });

  const now = Date.parse('2026-11-23T12:00:00Z');
  test.each<[string | undefined, number | undefined]>([
    [undefined, undefined],
    ['0', 0],
    [' 120 ', 120],
    ['1.5', 2],
    ['Mon, 23 Nov 2026 12:00:30 GMT', 30],
    ['Mon, 23 Nov 2026 11:00:00 GMT', 0],
    ['-5', undefined],
    ['soon', undefined],
    ['', undefined],
  ])('Retry-After %p is %p s', (value, seconds) => {
    expect(retryAfterSeconds(value, now)).toBe(seconds);
  });
});
