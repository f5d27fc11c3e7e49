import { useEffect, useState } from 'preact/hooks';

/** What is shown, as it stands in the address: `#/tools/getBook?from=…`. */
export interface Route {
  readonly view: View;
  /** What of it is open. */
  readonly item?: string;
  readonly query: URLSearchParams;
}

export const views = ['tools', 'calls', 'failures', 'document', 'state'] as const;
export type View = (typeof views)[number];

function read(): Route {
  const [path = '', query] = location.hash.replace(/^#\/?/, '').split('?');
  const [view, item] = path.split('/');
  const known = views.find((name) => name === view) ?? 'tools';
  return {
    view: known,
    query: new URLSearchParams(query),
    ...(item === undefined || item === '' ? {} : { item: decodeURIComponent(item) }),
  };
}

export function hrefOf(view: View, item?: string, query?: Readonly<Record<string, string>>): string {
  const search = query ? `?${new URLSearchParams(query).toString()}` : '';
  return `#/${view}${item === undefined ? '' : `/${encodeURIComponent(item)}`}${search}`;
}

export function go(view: View, item?: string, query?: Readonly<Record<string, string>>): void {
  location.hash = hrefOf(view, item, query);
}

export function useRoute(): Route {
  const [route, setRoute] = useState(read);
  useEffect(() => {
    const update = (): void => setRoute(read());
    addEventListener('hashchange', update);
    return () => removeEventListener('hashchange', update);
  }, []);
  return route;
}
