import { type JudgeName, judgeNames } from './judge.ts';

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
    reason: 'It does not put the repeated fields of a form together (OpenAPI 3.1.1, 4.8.15.1.2).',
  },
  {
    judge: 'openapi-backend',
    request: form,
    says: /must have required property 'requestBody'/,
    reason: 'It reads no body but JSON, and misses the one that it does not read.',
  },
  {
    judge: 'express-openapi-validator',
    operation: /\{\w+-[\w-]+\}/,
    says: /not found/,
    reason: 'It knows no path parameter whose name holds a dash.',
  },
  {
    judge: 'express-openapi-validator',
    says: /request\/params\/\w+ is read-only/,
    reason: '`readOnly` is about properties only (OpenAPI 3.0.4, 4.7.24.1); it refuses a path parameter by it.',
  },
  ...judgeNames.map((judge) => ({
    judge,
    documents: ['github'],
    operation: /\{(workflow|pages_deployment)_id\}/,
    says: /oneOf|exactly one/,
    reason: 'The parameter is an integer or a string. In a path every integer is a text, too, so the judge finds both.',
  })),
  ...judgeNames.map((judge) => ({
    judge,
    documents: ['docker'],
    operation: /^POST \/build$/,
    says: /content-type/i,
    reason: 'The document contradicts itself: `consumes` says octet-stream, a header parameter says x-tar.',
  })),
  ...judgeNames.map((judge) => ({
    judge,
    documents: ['box'],
    operation: /^GET \/search$/,
    says: /mdfilters.*must be object/s,
    reason: 'OpenAPI defines no list of objects in a query; it is sent as JSON, which Box expects.',
  })),
  {
    judge: 'prism',
    documents: ['box'],
    operation: /^POST \/oauth2\/revoke$/,
    says: /required property 'grant_type'/,
    reason: 'The form demands a field that it does not describe, and Prism reads only those described.',
  },
  {
    judge: 'prism',
    request: /^multipart\/form-data/m,
    says: /must be object/,
    reason: 'A part that is an object is JSON (OpenAPI 3.1.1, 4.8.15.1.1), which it takes as text.',
  },
  {
    judge: 'prism',
    request: /\nnull$/,
    says: /Body parameter is required/,
    reason: 'The schema allows null, and the body is `null`; it takes that for none.',
  },
  {
    judge: 'openapi-backend',
    documents: ['openai'],
    says: /"additionalProperty":"\w+"/,
    reason: 'It does not know the members of an exploded object, nor a parameter called `include[]`.',
  },
  {
    judge: 'openapi-backend',
    documents: ['square'],
    says: /"instancePath":"\/path".*"additionalProperty":"vendor_id"/,
    reason: 'The document names `{vendor_id}` in the path and does not declare it.',
  },
  {
    judge: 'express-openapi-validator',
    documents: ['openai'],
    operation: /^GET \/chat\/completions$/,
    says: /Cannot convert undefined or null to object/,
    reason: 'It fails at an object in the query, sent or not.',
  },
  {
    judge: 'express-openapi-validator',
    documents: ['openai'],
    says: /Unknown query parameter '(project_ids|include)'/,
    reason: 'It does not know parameters called `project_ids[]` and `include[]`.',
  },
  {
    judge: 'express-openapi-validator',
    documents: ['openai'],
    operation: /^POST \/realtime\/transcription_sessions$/,
    says: /input_audio_noise_reduction must be object/,
    reason: 'It fills in a default of the document, null, which the schema refuses.',
  },
  {
    judge: 'express-openapi-validator',
    documents: ['openai'],
    operation: /^POST \/realtime\/calls\/\{call_id\}\/accept$/,
    says: /'type' must be equal to one of the allowed values: \./,
    reason: 'It finds no values of a discriminator without a mapping, though each schema names its own.',
  },
  {
    judge: 'express-openapi-validator',
    documents: ['github'],
    operation: /attestations\/\{subject_digest\}$/,
    says: /GET method not allowed/,
    reason: 'The document has two templates of one shape, one for GET and one for DELETE; it looks at one of them.',
  },
  {
    judge: 'openapi-backend',
    documents: ['bookshop.yaml'],
    says: /"instancePath":"\/requestBody".*"missingProperty":"id"/,
    reason: 'It wants the readOnly fields of a body in a request (OpenAPI 3.1.1, 4.8.24, readOnly).',
  },
  {
    judge: 'openapi-backend',
    documents: ['notes-2.0.json', 'notes-3.0.json'],
    says: /exclusiveMinimum must be number/,
    reason: 'It reads the `exclusiveMinimum: true` of 3.0 as 3.1 has it, and judges nothing of the operation.',
  },
  {
    judge: 'express-openapi-validator',
    documents: ['notes-2.0.json'],
    says: /colours\/0 must be equal to one of the allowed values/,
    reason:
      'It takes a list with `%7C` between its items as one; a bar as it is has no place in a URL (RFC 3986, 2.2).',
  },
  {
    judge: 'express-openapi-validator',
    documents: ['notes-3.0.json'],
    operation: /^PUT \/notes\/\{noteId\}$/,
    says: /must have required property 'text'/,
    reason: 'It holds the body against another alternative than the one that its discriminator names.',
  },
];
