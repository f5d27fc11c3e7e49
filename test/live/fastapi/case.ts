import type { Answer, Sent } from './check.ts';

export interface Case {
  /** Method and path as the document has them. */
  readonly operation: string;
  readonly about?: string;
  readonly args: Readonly<Record<string, unknown>> | ((elsewhere: string) => Readonly<Record<string, unknown>>);
  /** The requests that must have reached the application; its method is the operation's if not given. */
  readonly sent: PartialSent | readonly PartialSent[];
  /** Requests that may have followed, but need not have. */
  readonly maybe?: readonly PartialSent[];
  readonly answer: Answer;
  /** More of the same request are right too: nothing is lost by a second try. */
  readonly repeatable?: true;
}

type PartialSent = Omit<Sent, 'method'> & { readonly method?: string };
