import { own, text } from '../base/json.ts';
import { cleanText, cutText } from '../catalog/describe.ts';
import type { Api } from '../upstream/api.ts';

/** What a gateway is called where it is published. */
export interface About {
  /** Lower case, digits and hyphens. */
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  /** Semantic version: the API's own where it is one, else 1.0.0. */
  readonly version: string;
  readonly author: string;
  readonly license: string | undefined;
  readonly homepage: string | undefined;
}

/** From the Info Objects of the APIs (OpenAPI 3.2.0, 4.2). */
export function describeApis(apis: readonly Api[], name: string | undefined): About {
  const infos = apis.map(({ catalog }) => own(catalog.document.root, 'info'));
  const titles = infos.map((info, index) => cleanText(text(own(info, 'title'))) || apis[index]!.name);
  const title = titles.join(', ');
  const [info] = infos;
  const about = infos.length === 1 ? cleanText(text(own(info, 'description'))).split('\n\n')[0]! : '';
  const version = text(own(info, 'version')) ?? '';
  const home =
    text(own(own(info, 'contact'), 'url')) ?? text(own(own(apis[0]?.catalog.document.root, 'externalDocs'), 'url'));
  return {
    slug: name ?? (slugOf(title) || 'api'),
    title,
    description: about === '' ? `${title} as tools for Claude` : cutText(about.replaceAll('\n', ' '), 400),
    version: infos.length === 1 && /^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version) ? version : '1.0.0',
    author: text(own(own(info, 'contact'), 'name')) ?? title,
    license: text(own(own(info, 'license'), 'identifier')) ?? text(own(own(info, 'license'), 'name')),
    homepage: home !== undefined && URL.canParse(home) ? home : undefined,
  };
}

/** `The Bookshop API v2` → `bookshop`. */
export function slugOf(title: string, length = 40): string {
  return title
    .toLowerCase()
    .replace(/\b(the|(open)?api|v?\d+(\.\d+)*)\b/g, ' ')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, length)
    .replace(/-+$/, '');
}
