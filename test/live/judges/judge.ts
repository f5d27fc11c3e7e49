/** A request as it arrived, to be handed on as it is. */
export interface RawRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** As on the wire: names and values in turn. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** What somebody else's validator says of requests. */
export interface Judge {
  readonly name: JudgeName;
  /** Nothing where the request is accepted, else why it is not. */
  judge(request: RawRequest): Promise<string | undefined>;
  stop(): Promise<void>;
}

export type JudgeName = 'prism' | 'express-openapi-validator' | 'openapi-backend';
export const judgeNames: readonly JudgeName[] = ['prism', 'express-openapi-validator', 'openapi-backend'];
