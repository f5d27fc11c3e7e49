import { messageOf, RoutewrightError } from '../base/errors.ts';
import type { ApiConfig } from '../base/config/schema.ts';
import type { Logger } from '../base/log.ts';
import { refuseEmpty } from '../catalog/refuse-empty.ts';
import type { Document } from '../spec/document.ts';
import type { Sources, Watch } from '../spec/watch.ts';
import type { Api } from './api.ts';
import type { InProcess } from './open-api.ts';

/** What is made of APIs, as they are at the moment. */
export interface Live<Offer> {
  readonly now: Offer;
  /**
   * Opens an API anew, or all of them: the document may have changed. Calls under way go on with what they have.
   *
   * @returns whether something is not as it was
   * @throws {RoutewrightError} what is wrong with the document; everything stays as it was
   */
  reload: (name?: string) => Promise<boolean>;
  /** Told after each change. What it returns ends that. */
  onChange: (listener: () => void) => () => void;
  close: () => Promise<void>;
}

export interface LiveOptions {
  readonly apis: Readonly<Record<string, ApiConfig>>;
  /** What a program holds itself is not watched: it says when that has changed. */
  readonly inProcess: Readonly<Record<string, InProcess>>;
  /** Milliseconds between two looks at documents that have a URL; nothing where none is watched. */
  readonly watch: number | undefined;
  readonly logger: Logger;
}

/** Failures that pass by themselves, such as those of a server that restarts. */
const passing = new Set(['SPEC_UNREADABLE', 'SPEC_NOT_FOUND']);

/**
 * Opens APIs, and opens them anew where their documents change.
 *
 * @param offer - what is made of them; where it throws, the former offer stays
 * @throws {RoutewrightError} where one cannot be opened for the first time
 */
export async function openLive<Offer>(
  open: (name: string) => Promise<Api>,
  offer: (apis: readonly Api[]) => Offer,
  { apis: configs, inProcess, watch: interval, logger }: LiveOptions,
): Promise<Live<Offer>> {
  let apis = await Promise.all(Object.keys(configs).map(open));
  let now = offer(apis);
  const listeners = new Set<() => void>();
  const reload = async (name?: string): Promise<boolean> => {
    const meant = apis.filter((api) => name === undefined || name === api.name);
    // Standard input has been read, and brings nothing more.
    const readable = meant.filter((api) => configs[api.name]!.spec !== '-');
    const opened = new Map(await Promise.all(readable.map(async (api) => [api.name, await open(api.name)] as const)));
    // Another API may have been opened anew meanwhile.
    const next = apis.map((api) => opened.get(api.name) ?? api);
    if (next.every((api, index) => isSame(api.catalog.document, apis[index]!.catalog.document))) return false;
    for (const { name: changed, catalog } of apis)
      if (catalog.tools.length > 0) refuseEmpty([opened.get(changed)?.catalog ?? catalog]);
    now = offer(next);
    tellChange(apis, next, logger);
    apis = next;
    for (const listener of listeners) listener();
    return true;
  };
  const watches =
    interval === undefined
      ? []
      : Object.keys(configs).map((name) =>
          watchApi(
            { interval, logger: logger.child({ api: name }) },
            () => reload(name),
            () => {
              const api = apis.find((each) => each.name === name)!;
              return sourcesOf(configs[name]!, api.catalog.document, inProcess[name]);
            },
          ),
        );
  return {
    get now() {
      return now;
    },
    reload,
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => {
      await Promise.all(watches.map(async (watching) => (await watching).close()));
    },
  };
}

/** Has an API reloaded when one of its sources changes. A document that is no good is told once, and nothing happens. */
async function watchApi(
  { interval, logger }: { readonly interval: number; readonly logger: Logger },
  reload: () => Promise<boolean>,
  sources: () => Sources,
): Promise<Watch> {
  const { watchSources } = await import('../spec/watch.ts');
  let isBusy = false;
  let isStale = false;
  const onChange = (): void => {
    isStale = true;
    if (!isBusy) void takeOver();
  };
  const takeOver = async (): Promise<void> => {
    isBusy = true;
    while (isStale) {
      isStale = false;
      try {
        await reload();
      } catch (error) {
        const { code, hint } = error instanceof RoutewrightError ? error : { code: 'INTERNAL', hint: undefined };
        if (passing.has(code)) watch.forget();
        const fields = { code, reason: messageOf(error), ...(hint === undefined ? {} : { hint }) };
        logger.error('the document has changed and is not used; the tools stay as they were', fields);
      }
      watch.follow(sources());
    }
    isBusy = false;
  };
  const watch = await watchSources({
    interval,
    onChange,
    onTrouble: (reason) => logger.warn('the document cannot be looked at; the tools stay as they are', { reason }),
  });
  watch.follow(sources());
  return watch;
}

/** What a document was made from: its own place, what its references lead to, and overlays. */
function sourcesOf({ spec, overlays = [] }: ApiConfig, { uri, resources }: Document, given?: InProcess): Sources {
  const referenced = [...resources]
    .filter(([place]) => place !== uri)
    .map(([place, { text }]) => [place, text] as const);
  const own = spec === '-' || given?.document ? [] : [[spec, resources.get(uri)?.text] as const];
  return new Map([...own, ...referenced, ...overlays.map((overlay) => [overlay, undefined] as const)]);
}

function isSame(a: Document, b: Document): boolean {
  if (a === b) return true;
  if (a.resources.size !== b.resources.size) return false;
  // Overlays are part of the root, and not of its text.
  return (
    [...a.resources].every(([uri, { text }]) => b.resources.get(uri)?.text === text) &&
    JSON.stringify(a.root) === JSON.stringify(b.root)
  );
}

function tellChange(before: readonly Api[], after: readonly Api[], logger: Logger): void {
  const namesOf = (apis: readonly Api[]): Set<string> =>
    new Set(apis.flatMap(({ catalog }) => catalog.tools.map(({ name }) => name)));
  const [old, current] = [namesOf(before), namesOf(after)];
  const added = [...current].filter((name) => !old.has(name));
  const removed = [...old].filter((name) => !current.has(name));
  logger.info('the tools have changed', {
    tools: current.size,
    ...(added.length > 0 ? { added } : {}),
    ...(removed.length > 0 ? { removed } : {}),
  });
}
