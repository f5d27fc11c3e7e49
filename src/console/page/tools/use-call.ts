import { useEffect, useRef, useState } from 'preact/hooks';
import type { Answer, ToolDetail } from '../../wire.ts';
import { post, RequestError } from '../client.ts';

/** A call from the form: not made, asked about, under way, answered. */
export interface CallState {
  readonly isUnderWay: boolean;
  /** The arguments that were asked about: what cannot be taken back is sent when they are sent again. */
  readonly asked?: string;
  readonly answer?: Answer;
  readonly error?: RequestError;
  /** Milliseconds since the epoch. */
  readonly begun?: number;
  readonly send: (args: string) => void;
  readonly cancel: () => void;
}

interface State {
  readonly answer?: Answer;
  readonly error?: RequestError;
  readonly begun?: number;
  readonly isUnderWay: boolean;
}

export function useCall({ name, effect }: Pick<ToolDetail, 'name' | 'effect'>): CallState {
  const [state, setState] = useState<State>({ isUnderWay: false });
  const [asked, setAsked] = useState<string>();
  const under = useRef<AbortController>(undefined);
  useEffect(() => () => under.current?.abort(), []);
  const make = (args: string): void => {
    const gone = new AbortController();
    under.current = gone;
    setState((last) => ({ ...last, isUnderWay: true, begun: Date.now() }));
    post<Answer>('call', name, args, gone.signal).then(
      (answer) => setState({ answer, isUnderWay: false }),
      (error: unknown) => {
        const told = gone.signal.aborted
          ? new RequestError(0, 'Cancelled. Whether the API has done it is not known.')
          : error instanceof RequestError
            ? error
            : new RequestError(0, String(error));
        setState({ error: told, isUnderWay: false });
      },
    );
  };
  return {
    ...state,
    ...(asked === undefined ? {} : { asked }),
    send: (args) => {
      if (state.isUnderWay) return;
      const isAsked = effect !== 'delete' || asked === args;
      setAsked(isAsked ? undefined : args);
      if (isAsked) make(args);
    },
    cancel: () => under.current?.abort(),
  };
}
