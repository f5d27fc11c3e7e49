import type { Rule } from '../rule.ts';

export const serverHttp: Rule = {
  code: 'SERVER_HTTP',
  kind: 'danger',
  level: 'warning',
  title: 'The API is called without encryption',
  why: 'Credentials and data of each call can be read and changed on the way.',
  mend: 'Name an https server in the document, or set `baseUrl`.',
  example: {
    wrong: 'servers: [{ url: http://api.example.com }]',
    right: 'servers: [{ url: https://api.example.com }]',
  },
  check: ({ apis }, report) => {
    for (const { name, catalog, baseUrl, configured } of apis) {
      const called = new Set(
        baseUrl === undefined
          ? catalog.tools.map(({ operation }) => operation.servers.find(({ url }) => /^https?:/i.test(url))?.url)
          : [baseUrl],
      );
      for (const url of called) {
        if (url === undefined || !isOpenNetwork(url)) continue;
        const place =
          baseUrl !== undefined && configured
            ? { ...configured, pointer: `${configured.pointer}/baseUrl` }
            : { uri: catalog.document.uri, pointer: catalog.document.version === '2.0' ? '/schemes' : '/servers' };
        report(place, `${name} is called at ${url}, without encryption.`, { api: name });
      }
    }
  },
};

/** http to a host that is not this machine or one that only an inner network knows. */
function isOpenNetwork(url: string): boolean {
  if (!/^http:/i.test(url) || !URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return (
    hostname.includes('.') &&
    !/^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|0\.0\.0\.0)/.test(hostname) &&
    !/\.(localhost|local|internal|test|svc|lan)$/.test(hostname)
  );
}
