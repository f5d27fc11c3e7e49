import { useCallback, useEffect, useState } from 'preact/hooks';
import { get, RequestError } from './client.ts';

/** What was asked for: under way, here, or why not. */
export interface Data<Value> {
  readonly value?: Value;
  readonly error?: RequestError;
  readonly reload: () => void;
}

/** Asks for a value, and again when the path changes; what is there stays until the new one is. */
export function useData<Value>(path: string | undefined): Data<Value> {
  const [state, setState] = useState<{ path?: string; value?: Value; error?: RequestError }>({});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (path === undefined) return undefined;
    const gone = new AbortController();
    get<Value>(path, gone.signal).then(
      (value) => setState({ path, value }),
      (error: unknown) => {
        if (!gone.signal.aborted)
          setState({ path, error: error instanceof RequestError ? error : new RequestError(0, String(error)) });
      },
    );
    return () => gone.abort();
  }, [path, turn]);
  const reload = useCallback(() => setTurn((count) => count + 1), []);
  const isCurrent = state.path === path;
  return {
    reload,
    ...(isCurrent && state.value !== undefined ? { value: state.value } : {}),
    ...(isCurrent && state.error ? { error: state.error } : {}),
  };
}
