import { useEffect, useState } from 'preact/hooks';
import type { Preview } from '../../wire.ts';
import { post } from '../client.ts';

/** Milliseconds after the last change: typing asks once. */
const rest = 150;

/** The request that a call would send, as the arguments change; the last one stays until the next is there. */
export function usePreview(tool: string, args: string | undefined): Preview | undefined {
  const [preview, setPreview] = useState<Preview>();
  useEffect(() => {
    if (args === undefined) return undefined;
    const gone = new AbortController();
    const timer = setTimeout(
      () => {
        post<Preview>('prepare', tool, args, gone.signal).then(setPreview, (error: unknown) => {
          if (!gone.signal.aborted) setPreview({ failure: error instanceof Error ? error.message : String(error) });
        });
      },
      preview === undefined ? 0 : rest,
    );
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [tool, args]);
  return preview;
}
