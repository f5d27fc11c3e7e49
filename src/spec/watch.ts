import { fileURLToPath } from 'node:url';
import { messageOf } from '../base/errors.ts';
import { isHttpUrl, readIfChanged, sourceUri, type SpecText } from './read.ts';

export interface WatchOptions {
  /** Milliseconds between two looks at a URL. */
  readonly interval: number;
  /** Told that something is not as it was; it may be called again before its promise is settled. */
  readonly onChange: () => void;
  /** Told why a URL cannot be looked at, once until it can be again. */
  readonly onTrouble: (message: string) => void;
}

/** What is looked at, by path or URL, with the text that is known of it, if any. */
export type Sources = ReadonlyMap<string, string | undefined>;

/** Looks at files and URLs until it is closed. */
export interface Watch {
  /** Looks at these from now on. */
  follow: (sources: Sources) => void;
  /** Takes nothing for known of the URLs: the next look at them is a change. */
  forget: () => void;
  close: () => Promise<void>;
}

/** Milliseconds that a file must stay as it is: whoever writes it may do so in pieces. */
const settling = 100;

/**
 * Watches the files of a document, and asks for its URLs now and then: with what the server said of the last answer
 * (RFC 9110, 13), so that one that has not changed is not sent again.
 */
export async function watchSources(options: WatchOptions): Promise<Watch> {
  const { watch: watchFiles } = await import('chokidar');
  const { interval, onChange, onTrouble } = options;
  const files = watchFiles([], {
    ignoreInitial: true,
    awaitWriteFinish: { stabilityThreshold: settling, pollInterval: settling / 4 },
  });
  files.on('add', onChange).on('change', onChange);
  let paths = new Set<string>();
  let urls = new Map<string, SpecText | undefined>();
  let isTroubled = false;

  const look = async (url: string): Promise<void> => {
    const known = urls.get(url);
    try {
      const found = await readIfChanged(url, known, { timeout: Math.max(interval, 5_000) });
      isTroubled = false;
      if (!urls.has(url)) return;
      urls.set(url, found);
      if (found.text !== known?.text) onChange();
    } catch (error) {
      // A server that restarts is away for a moment.
      if (!isTroubled) onTrouble(messageOf(error));
      isTroubled = true;
    }
  };
  let timer: NodeJS.Timeout;
  const lookAtAll = async (): Promise<void> => {
    for (const url of urls.keys()) await look(url);
    timer = setTimeout(() => void lookAtAll(), interval).unref();
  };
  timer = setTimeout(() => void lookAtAll(), interval).unref();

  return {
    follow: (sources) => {
      const places = [...sources.keys()];
      const next = new Set(places.filter((place) => !isHttpUrl(place)).map((place) => fileURLToPath(sourceUri(place))));
      files.unwatch([...paths].filter((path) => !next.has(path)));
      files.add([...next].filter((path) => !paths.has(path)));
      paths = next;
      const web = places.filter(isHttpUrl);
      urls = new Map(web.map((url) => [url, urls.get(url) ?? known(url, sources.get(url))]));
    },
    forget: () => {
      urls = new Map([...urls.keys()].map((url) => [url, undefined]));
    },
    close: async () => {
      clearTimeout(timer);
      urls = new Map();
      await files.close();
    },
  };
}

function known(uri: string, text: string | undefined): SpecText | undefined {
  return text === undefined ? undefined : { uri, text };
}
