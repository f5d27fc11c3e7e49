/** What a person does in a browser: follows redirects, keeps cookies, fills in the forms of a login and agrees. */
export async function agree(link: string, user: string, end: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = link;
  let form: URLSearchParams | undefined;
  for (let steps = 0; steps < 30; steps++) {
    if (url.startsWith(end)) return new URL(url);
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
    const page = await response.text();
    const action = /<form[^>]*action="([^"]*)"/.exec(page)?.[1];
    if (action === undefined) return new URL(url);
    form = new URLSearchParams();
    for (const [tag] of page.matchAll(/<(?:input|button)[^>]*>/g)) {
      const [, name] = /name="([^"]*)"/.exec(tag) ?? [];
      const [, value = ''] = /value="([^"]*)"/.exec(tag) ?? [];
      if (name !== undefined && name !== 'abort')
        form.set(name, name === 'login' ? user : name === 'password' ? 'x' : value);
    }
    if (page.includes('name="confirm"') || /user_code/.test(page)) form.set('confirm', 'yes');
    url = new URL(action.replaceAll('&amp;', '&'), url).href;
  }
  throw new Error(`no end in sight at ${url}`);
}
