import type { JudgeName } from './judge.ts';

/** A refusal that is the judge's fault, or the document's, and why. */
export interface KnownRefusal {
  readonly judge: JudgeName;
  /** Documents by name; all of them where there is none. */
  readonly documents?: readonly string[];
  /** What the operation's id matches. */
  readonly operation?: RegExp;
  /** What the request matches: its first line, its content type, the beginning of its body. */
  readonly request?: RegExp;
  /** What the judge's words match. */
  readonly says: RegExp;
  readonly reason: string;
}

const form = /^(application\/x-www-form-urlencoded|multipart\/form-data)/m;

/** Reviewed: whoever adds a line has read the document, the request and the specification. */
export const knownRefusals: readonly KnownRefusal[] = [
  {
    judge: 'express-openapi-validator',
    says: /^415 .*unsupported media type undefined/,
    reason: 'It wants a Content-Type even where an optional body is left out (OpenAPI 3.1.1, 4.8.13, required).',
  },
  {
    judge: 'express-openapi-validator',
    request: form,
    says: /request\/body\/\S+ must be (array|boolean|integer|number|object)/,
    reason:
      'It takes the fields of a form as texts, and their schemas ask for other types (OpenAPI 3.1.1, 4.8.15.1.2).',
  },
  {
    judge: 'prism',
    request: form,
    says: /must be array/,
    reason: 'A list of one item is one field (RFC 6570, 3.2.8), which it takes as text.',
  },
  {
    judge: 'express-openapi-validator',
    documents: ['adyen-management', 'square'],
    says: /\\"nullable\\" cannot be used without \\"type\\"/,
    reason: 'It stops at a schema with `nullable` and no `type`, so that it judges nothing of the document.',
  },
  {
    judge: 'openapi-backend',
    request: /^multipart\/form-data/m,
    says: /must have required property 'requestBody'/,
    reason: 'It reads no body but JSON, and misses the one that it does not read.',
  },
  ...(['express-openapi-validator', 'openapi-backend'] as const).map((judge) => ({
    judge,
    says: /enum must (have non-empty array|NOT have fewer than 1 items)/,
    reason: 'An `enum` of the document is empty, so that it judges nothing.',
  })),
  ...(['express-openapi-validator', 'openapi-backend'] as const).map((judge) => ({
    judge,
    says: /Invalid regular expression/,
    reason: 'A pattern of the document is no expression of ECMA-262 in Unicode mode, so that it judges nothing.',
  })),
];
