import type { Json, JsonObject } from '../base/json.ts';
import type { Node } from './document.ts';

/**
 * One operation of an API, in the words of OpenAPI 3 whatever version its document is in. References to parameters,
 * bodies and responses have been followed; schemas are nodes, since only a tool knows how much of them it needs.
 */
export interface Operation {
  /** `GET /pets/{id}`: unique in its document. */
  readonly id: string;
  readonly operationId: string | undefined;
  /** In capitals. */
  readonly method: string;
  /** The template as written. */
  readonly path: string;
  readonly summary: string | undefined;
  readonly description: string | undefined;
  readonly tags: readonly string[];
  readonly deprecated: boolean;
  readonly parameters: readonly Parameter[];
  /** The values that an `Accept` header parameter names; the parameter itself is ignored. */
  readonly acceptable: readonly string[];
  readonly requestBody: RequestBody | undefined;
  readonly responses: readonly Response[];
  readonly servers: readonly Server[];
  /** Alternatives; the first whose schemes all have a credential is taken. None: the operation is open. */
  readonly security: readonly SecurityRequirement[];
  /** The `x-` fields of the operation, over those of its path item. */
  readonly extensions: JsonObject;
  /** Where it is described. */
  readonly node: Node;
}

export type ParameterLocation = 'path' | 'query' | 'header' | 'cookie' | 'querystring';
/** `style` of the Parameter Object (OpenAPI 3.2.0, 4.12.2.2), and `tsv` for Swagger 2.0's tab-separated values. */
export type ParameterStyle =
  | 'simple'
  | 'label'
  | 'matrix'
  | 'form'
  | 'spaceDelimited'
  | 'pipeDelimited'
  | 'tabDelimited'
  | 'deepObject'
  | 'cookie';

export interface Parameter {
  readonly name: string;
  readonly in: ParameterLocation;
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly description: string | undefined;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  readonly allowEmptyValue: boolean;
  readonly schema: Node;
  /** Set where the parameter is described by `content`: the media type its value is written in. */
  readonly content: MediaType | undefined;
  /** Of the lists within a list, the outer one first (`items.collectionFormat` of Swagger 2.0). */
  readonly itemStyles?: readonly ParameterStyle[];
  readonly node: Node;
}

export interface RequestBody {
  readonly required: boolean;
  readonly description: string | undefined;
  /** One or more, in the order of the document. */
  readonly content: readonly MediaType[];
  readonly node: Node;
}

export interface MediaType {
  /** `application/json`, a range such as `image/*`: type and subtype in lower case, parameters as written. */
  readonly type: string;
  readonly schema: Node | undefined;
  /**
   * Encoding Objects by property (OpenAPI 3.2.0, 4.14.5.1). Where the parts have no names they are by position instead
   * (4.14.5.2): `prefixEncoding` under `0`, `1`, …, `itemEncoding` under `*`.
   */
  readonly encoding: Readonly<Record<string, Encoding>>;
}

/** The key of `itemEncoding`. */
export const remainingItems = '*';

/** An Encoding Object (OpenAPI 3.2.0, 4.15); what does not apply in its media type is left out. */
export interface Encoding {
  readonly contentType: string | undefined;
  readonly style: ParameterStyle | undefined;
  readonly explode: boolean | undefined;
  readonly allowReserved: boolean | undefined;
  /** Whether it is that of each item of a list (since 3.2: 3.2.0, 4.14.5.1), not of the list as a whole. */
  readonly perItem: boolean;
  /** Headers of a part that can have only one value, by name. */
  readonly headers: Readonly<Record<string, Json>>;
  /** Of the parts of a part that is multipart itself, keyed as those of a media type (OpenAPI 3.2.0, 4.15.2). */
  readonly encoding: Readonly<Record<string, Encoding>>;
  /** Of the lists within a list, the outer one first (`items.collectionFormat` of Swagger 2.0). */
  readonly itemStyles?: readonly ParameterStyle[];
}

export interface Response {
  /** `200`, `4XX`, `default`. */
  readonly status: string;
  readonly description: string | undefined;
  readonly content: readonly MediaType[];
}

export interface Server {
  /** With variables replaced and made absolute where the document's own URL allows; relative otherwise. */
  readonly url: string;
  readonly description: string | undefined;
}

/** Schemes that must all be satisfied; an empty one means that no credential is fine too. */
export interface SecurityRequirement {
  readonly schemes: readonly { readonly name: string; readonly scopes: readonly string[] }[];
}

/** The flows of OAuth 2 that a server offers (OpenAPI 3.2.0, 4.28; Swagger 2.0's `flow` under its newer name). */
export type OAuthFlows = Readonly<
  Partial<
    Record<'implicit' | 'password' | 'clientCredentials' | 'authorizationCode' | 'deviceAuthorization', OAuthFlow>
  >
>;

/** Where a flow goes (OpenAPI 3.2.0, 4.29). Absolute where the document was fetched, else as written. */
export interface OAuthFlow {
  readonly authorizationUrl: string | undefined;
  readonly tokenUrl: string | undefined;
  readonly deviceAuthorizationUrl: string | undefined;
  readonly scopes: readonly string[];
}

/** A security scheme of the document (OpenAPI 3.2.0, 4.27; Swagger 2.0's in the same words). */
export interface SecurityScheme {
  /** Its key under `components.securitySchemes`: what credentials are configured by. */
  readonly name: string;
  readonly type: 'apiKey' | 'http' | 'oauth2' | 'openIdConnect' | 'mutualTLS' | 'unknown';
  /** apiKey: where it goes and under which name. */
  readonly in: 'header' | 'query' | 'cookie' | undefined;
  readonly parameterName: string | undefined;
  /** http: `bearer`, `basic`, … in lower case. */
  readonly scheme: string | undefined;
  /** oauth2: how tokens are obtained, in the names of OpenAPI 3. */
  readonly flows: OAuthFlows | undefined;
  /** Where the endpoints are published: `openIdConnectUrl`, or `oauth2MetadataUrl` (since 3.2). */
  readonly metadataUrl: string | undefined;
  readonly description: string | undefined;
}
