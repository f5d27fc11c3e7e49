import type { ApiInput } from '../../../src/base/config/schema.ts';
import type { JsonObject } from '../../../src/base/json.ts';

export type Version = '2.0' | '3.0.4' | '3.1.1' | '3.2.0';

/** One operation, one call of it, and the request that must arrive. */
export interface RequestCase {
  readonly what: string;
  /** Where it is said that the request has to be so. */
  readonly section: string;
  /** The case is right when it is right in each. @default 3.1.1 */
  readonly versions?: readonly Version[];
  /** @default `/` */
  readonly path?: string;
  /** A field of the Path Item Object, or a key of its `additionalOperations`. @default get */
  readonly method?: string;
  /** Fields of the Operation Object. */
  readonly operation?: JsonObject;
  /** Fields of the Path Item Object beside the operation. */
  readonly pathItem?: JsonObject;
  /** Fields of the document, over the ones it has anyway. `http://api.test` stands for the server that listens. */
  readonly document?: JsonObject;
  readonly args?: Readonly<Record<string, unknown>>;
  /** What the operator configures. */
  readonly api?: Partial<ApiInput>;
  readonly env?: Readonly<Record<string, string>>;
  /** The path under which the document itself is served; a file if not given. */
  readonly fetchedFrom?: string;
  /** What must arrive, or that nothing may. */
  readonly arrives: Arrival | 'nothing';
  /** Why the request is still wrong. The test fails once it is right. */
  readonly known?: string;
}

/** Where the sources allow several texts, each of them is right. */
export type Texts = string | readonly string[];

export interface Arrival {
  /** Method and request target as they are sent: `GET /pets?limit=1`. */
  readonly line: Texts;
  /** By lower-case name; null: it must not be there. */
  readonly headers?: Readonly<Record<string, Texts | null>>;
  /** The Content-Type; of a multipart body without its boundary. */
  readonly type?: Texts;
  // One of the following, or the request has no body.
  readonly text?: Texts;
  readonly json?: unknown;
  readonly base64?: string;
  /** Without an XML declaration and white space between tags. */
  readonly xml?: string;
  readonly parts?: readonly PartArrival[];
}

/** A part of a multipart body. */
export interface PartArrival {
  readonly name?: string;
  readonly filename?: Texts;
  /** @default text/plain (RFC 7578, 4.4) */
  readonly type?: Texts;
  readonly text?: Texts;
  readonly json?: unknown;
  readonly base64?: string;
  readonly xml?: string;
  /** By lower-case name; null: it must not be there. */
  readonly headers?: Readonly<Record<string, Texts | null>>;
  readonly parts?: readonly PartArrival[];
}

export interface Area {
  readonly name: string;
  readonly cases: readonly RequestCase[];
}

/** Every version since 3.0. */
export const since30: readonly Version[] = ['3.0.4', '3.1.1', '3.2.0'];
export const since31: readonly Version[] = ['3.1.1', '3.2.0'];
export const only32: readonly Version[] = ['3.2.0'];
