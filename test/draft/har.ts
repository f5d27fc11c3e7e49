/** A request as a test writes it down; what is not given is as a browser sends it. */
export interface Recorded {
  readonly method?: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: Readonly<Record<string, string>>;
  readonly type?: string;
  readonly body?: { readonly mimeType: string; readonly text?: string; readonly params?: readonly object[] };
  readonly status?: number;
  /** JSON, unless it is a text. */
  readonly answer?: unknown;
  readonly answerType?: string;
}

/** An HTTP Archive as Chrome writes it. */
export function toHar(recorded: readonly Recorded[]): object {
  return {
    log: { version: '1.2', creator: { name: 'WebInspector', version: '537.36' }, entries: recorded.map(toEntry) },
  };
}

function toEntry({ method = 'GET', url, type = 'fetch', status = 200, ...more }: Recorded): object {
  const { headers = {}, cookies = {}, body, answer, answerType = 'application/json; charset=utf-8' } = more;
  const text = answer === undefined || typeof answer === 'string' ? answer : JSON.stringify(answer);
  return {
    _resourceType: type,
    startedDateTime: '2026-11-20T10:00:00.000Z',
    time: 12.5,
    request: {
      method,
      url,
      httpVersion: 'http/2.0',
      headers: [
        { name: ':authority', value: new URL(url).host },
        { name: 'user-agent', value: 'Mozilla/5.0' },
        { name: 'sec-fetch-mode', value: 'cors' },
        { name: 'accept', value: 'application/json' },
        ...Object.entries(headers).map(([name, value]) => ({ name, value })),
      ],
      queryString: [...new URL(url).searchParams].map(([name, value]) => ({ name, value })),
      cookies: Object.entries(cookies).map(([name, value]) => ({ name, value })),
      headersSize: -1,
      bodySize: -1,
      ...(body ? { postData: body } : {}),
    },
    response: {
      status,
      statusText: '',
      headers: [],
      cookies: [],
      content: {
        size: text?.length ?? 0,
        mimeType: text === undefined ? 'x-unknown' : answerType,
        ...(text === undefined ? {} : { text }),
      },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { send: 1, wait: 10, receive: 1.5 },
  };
}
