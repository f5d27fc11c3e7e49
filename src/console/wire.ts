import type { Severity } from '../base/diagnostic.ts';
import type { CallTrace } from '../base/trace.ts';
import type { Effect } from '../catalog/effect.ts';
import type { InputSchema } from '../catalog/json-schema.ts';
import type { TokenState } from '../upstream/credentials/credential.ts';
import type { Content } from '../catalog/tool-result.ts';

/** What the page is told, as JSON; types alone, since the page is bundled for a browser. */

/** A tool in the list. */
export interface ToolRow {
  readonly name: string;
  readonly title: string;
  readonly api: string;
  readonly method: string;
  readonly path: string;
  readonly effect: Effect;
  readonly tags: readonly string[];
  readonly deprecated: boolean;
}

/** Everything that is known of one tool. */
export interface ToolDetail extends ToolRow {
  readonly description: string;
  readonly inputSchema: InputSchema;
  readonly outputSchema?: unknown;
  /** What its definition costs a model, by estimate. */
  readonly tokens: number;
  /** Arguments that would be right, as JSON; nothing where none could be found. */
  readonly example?: string;
  /** By property: where the argument goes. */
  readonly places: Readonly<Record<string, { readonly in: string; readonly name: string }>>;
  /** Alternatives of security schemes; the operation is open where there are none. */
  readonly security: readonly (readonly string[])[];
  /** Capabilities that a client must have. */
  readonly requires: readonly string[];
}

/** How it stands with a credential, never what it is. */
export interface CredentialState {
  readonly scheme: string;
  /** `apiKey in header X-Shop-Key`, `http bearer`. */
  readonly kind: string;
  /** `unset`: tools ask for it and nothing is configured; `unknown`: configured, and no scheme of the document. */
  readonly state: 'ready' | 'missing' | 'unset' | 'unknown' | 'unused';
  /** Tools that ask for it. */
  readonly tools: number;
  /** Why, and what to do. */
  readonly detail?: string;
  /** The token that is kept, where one is obtained. */
  readonly token?: TokenState;
}

export interface ApiState {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** `3.1`: of OpenAPI, or 2.0 of Swagger. */
  readonly format: string;
  readonly document: string;
  readonly baseUrl?: string;
  readonly tools: number;
  readonly leftOut: number;
  /** Milliseconds for a whole call. */
  readonly timeout: number;
  readonly credentials: readonly CredentialState[];
}

export interface Limit {
  /** As in the configuration: `limits.resultTokens`. */
  readonly name: string;
  readonly value: number;
  readonly unit: 'bytes' | 'milliseconds' | 'number';
  readonly description: string;
}

export interface Overview {
  readonly version: string;
  readonly surface: { readonly kind: string; readonly tools: number; readonly tokens: number };
  readonly apis: readonly ApiState[];
  readonly limits: readonly Limit[];
}

/** A request as it would be sent, credentials taken out; or what the model is told in its place. */
export type Preview =
  | {
      readonly method: string;
      readonly url: string;
      readonly http: string;
      readonly curl: string;
      readonly unconfigured: readonly string[];
      readonly repairs: readonly string[];
    }
  | { readonly failure: string; readonly code?: string };

/** What a call came back with. */
export interface Answer {
  readonly isError: boolean;
  /** As the model sees it. */
  readonly content: readonly Content[];
  /** The structured content, as JSON with every digit. */
  readonly structured?: string;
  readonly status?: number;
  readonly bytes?: number;
  readonly code?: string;
  /** Milliseconds from the call to the result. */
  readonly duration: number;
  /** What the content costs a model, by estimate. */
  readonly tokens: number;
  /** Where the user has to agree first. */
  readonly authorization?: { readonly url: string; readonly message: string };
}

/** A call in the list. */
export interface CallRow extends Pick<
  CallTrace,
  'id' | 'time' | 'door' | 'tool' | 'api' | 'outcome' | 'code' | 'message' | 'hint' | 'duration' | 'tokens'
> {
  readonly caller: string;
  readonly method?: string;
  readonly status?: number;
  readonly bytes?: number;
}

/** What each code means, and what to do about it. */
export type Codes = Readonly<Record<string, { readonly means: string; readonly remedy: string }>>;

/** An operation that is no tool, and why. */
export interface LeftOut {
  readonly api: string;
  readonly operation: string;
  readonly reason: string;
}

export interface Finding {
  readonly api?: string;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fix?: string;
  readonly operation?: string;
  /** `openapi.yaml:12:3`, or the URI with a pointer. */
  readonly place: string;
}

export interface DocumentReport {
  readonly leftOut: readonly LeftOut[];
  readonly findings: readonly Finding[];
}

/** A refusal, in words. */
export interface Problem {
  readonly error: string;
}
