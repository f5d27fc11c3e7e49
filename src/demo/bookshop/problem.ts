import type { ErrorRequestHandler, RequestHandler } from 'express';

/** Where a request can be wrong: its body, or the place OpenAPI calls a parameter's `in`. */
export type InputLocation = 'body' | 'query' | 'header' | 'cookie';

/** One fault in the input. The pointer (RFC 6901) is relative to `in`: `/price/amount`, or `/perPage` of the query. */
export interface FieldError {
  readonly in: InputLocation;
  readonly pointer: string;
  readonly detail: string;
}

interface ProblemDetails {
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that is not a success, as RFC 9457 (problem+json) wants it. Handlers throw it. */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, title: string, detail: string, { errors, headers = {} }: ProblemDetails = {}) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.title = title;
    this.errors = errors;
    this.headers = headers;
  }

  toJSON(): Record<string, unknown> {
    return {
      type: `https://bookshop.example/problems/${this.title.toLowerCase().replaceAll(' ', '-')}`,
      title: this.title,
      status: this.status,
      detail: this.message,
      ...(this.errors && { errors: this.errors }),
    };
  }
}

export function notFound(what: string, id: string): Problem {
  return new Problem(404, 'Not found', `There is no ${what} ${id}.`);
}

export function conflict(detail: string, errors?: readonly FieldError[]): Problem {
  return new Problem(409, 'Conflict', detail, errors && { errors });
}

export function invalid(errors: readonly FieldError[]): Problem {
  const places = errors.map((error) => (error.pointer === '' ? `the ${error.in}` : error.pointer)).join(', ');
  return new Problem(422, 'Invalid input', `The request is well formed, but not acceptable: ${places}.`, { errors });
}

export const refuseUnknownPath: RequestHandler = (request) => {
  throw new Problem(404, 'Not found', `There is nothing at ${request.method} ${request.path}.`);
};

/** Turns whatever was thrown into problem+json. The parsers' own errors carry a status; anything else is our fault. */
export const answerProblem: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const problem = error instanceof Problem ? error : fromParser(error);
  response.status(problem.status).set(problem.headers).type('application/problem+json').send(JSON.stringify(problem));
};

function fromParser(error: unknown): Problem {
  if (error instanceof Error && 'status' in error) {
    if (error.status === 413) return new Problem(413, 'Too large', 'The body is larger than the shop accepts.');
    if (error.status === 415) return new Problem(415, 'Unsupported media type', 'The body has an unknown encoding.');
    if (error.status === 400) return new Problem(400, 'Bad request', `The request cannot be read: ${error.message}.`);
  }
  return new Problem(500, 'Internal error', 'The shop failed to answer.');
}
