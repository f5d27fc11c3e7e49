/** What one browser remembers. Cookies know no ports (RFC 6265, 8.5), and all servers here are at 127.0.0.1. */
export type Cookies = Map<string, string>;

/** Where a person ended, and what they saw there. */
export interface Visit {
  readonly url: URL;
  readonly status: number;
  readonly html: string;
}

/**
 * What a person does in a browser: follows redirects, keeps cookies, fills in the forms of a login and agrees.
 *
 * @param end - the address that is not asked for any more. @default the first page without a form
 */
export async function browse(
  link: string,
  user: string,
  { end, cookies = new Map() }: { readonly end?: string; readonly cookies?: Cookies } = {},
): Promise<Visit> {
  let url = link;
  let form: URLSearchParams | undefined;
  for (let steps = 0; steps < 30; steps++) {
    if (end !== undefined && url.startsWith(end)) return { url: new URL(url), status: 0, html: '' };
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { method: 'POST', body: form } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      cookies.set(name!, value!);
    }
    const location = response.headers.get('location');
    form = undefined;
    if (location !== null) {
      url = new URL(location, url).href;
      continue;
    }
    const html = await response.text();
    const [tag] = /<form[^>]*>/.exec(html) ?? [];
    if (tag === undefined) return { url: new URL(url), status: response.status, html };
    form = new URLSearchParams();
    for (const [tag] of html.matchAll(/<(?:input|button)[^>]*>/g)) {
      const [, name] = /name="([^"]*)"/.exec(tag) ?? [];
      const [, value = ''] = /value="([^"]*)"/.exec(tag) ?? [];
      if (name !== undefined && name !== 'abort')
        form.set(name, name === 'login' ? user : name === 'password' ? 'x' : value);
    }
    if (html.includes('name="confirm"') || html.includes('user_code')) form.set('confirm', 'yes');
    // A form without an action posts to its own page (HTML, 4.10.21.3).
    const action = /action="([^"]*)"/.exec(tag)?.[1] ?? '';
    if (action !== '') url = new URL(action.replaceAll('&amp;', '&'), url).href;
  }
  throw new Error(`no end in sight at ${url}`);
}
