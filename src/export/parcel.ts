import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Config } from '../base/config/schema.ts';
import { isHttpUrl } from '../spec/read.ts';
import type { Api } from '../upstream/api.ts';
import { askForCredentials, type UserValue } from './user-values.ts';

/** What a gateway needs to run elsewhere: its configuration and documents, and what its user is asked for. */
export interface Parcel {
  /** By path below the folder that the configuration is in; it is `routewright.config.json`. */
  readonly files: Readonly<Record<string, string>>;
  readonly values: readonly UserValue[];
}

export const configName = 'routewright.config.json';

/** Packs the documents of a gateway beside a configuration that finds them there. Documents at URLs stay there. */
export async function packParcel(config: Config, apis: readonly Api[]): Promise<Parcel> {
  const files: Record<string, string> = {};
  const values: UserValue[] = [];
  const packed: Record<string, unknown> = {};
  for (const api of apis) {
    const settings = config.apis[api.name]!;
    const overlays = await Promise.all((settings.overlays ?? []).map(readOverlay));
    const texts = [...api.catalog.document.resources.values()].filter(({ uri }) => uri.startsWith('file:'));
    const place = placeUnder(
      `openapi/${api.name}`,
      [...texts, ...overlays].map(({ uri }) => uri).filter((uri) => uri.startsWith('file:')),
    );
    for (const { uri, text } of [...texts, ...overlays]) if (text !== undefined) files[place(uri)] = text;
    const asked = askForCredentials(api, settings.credentials ?? {}, apis.length > 1 ? api.name : '');
    values.push(...asked.values);
    packed[api.name] = {
      ...settings,
      spec: isHttpUrl(settings.spec) ? settings.spec : `./${place(api.catalog.document.uri)}`,
      ...(overlays.length > 0
        ? { overlays: overlays.map(({ uri }) => (uri.startsWith('file:') ? `./${place(uri)}` : uri)) }
        : {}),
      ...(settings.refRoot === undefined || isHttpUrl(settings.refRoot) ? {} : { refRoot: `./openapi/${api.name}` }),
      credentials: asked.credentials,
    };
  }
  const { surface, limits, log } = config;
  files[configName] = `${JSON.stringify({ apis: packed, surface, limits, log }, null, 2)}\n`;
  return { files, values };
}

async function readOverlay(source: string): Promise<{ uri: string; text?: string }> {
  if (isHttpUrl(source)) return { uri: source };
  const uri = source.startsWith('file:') ? source : pathToFileURL(source).href;
  return { uri, text: await readFile(fileURLToPath(uri), 'utf8') };
}

/** Files keep their places to each other, so that references between them hold. */
function placeUnder(folder: string, uris: readonly string[]): (uri: string) => string {
  const paths = uris.map((uri) => decodeURI(new URL(uri).pathname));
  const common = paths
    .map((path) => posix.dirname(path))
    .reduce(
      (root, path) => {
        let shared = root;
        while (path !== shared && !path.startsWith(shared === '/' ? '/' : `${shared}/`)) shared = posix.dirname(shared);
        return shared;
      },
      posix.dirname(paths[0] ?? '/'),
    );
  return (uri) => posix.join(folder, posix.relative(common, decodeURI(new URL(uri).pathname)));
}
