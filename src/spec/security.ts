import { isObject, own, text } from '../base/json.ts';
import { child, type Document, elements, members, type Node, type Report, resolve, rootNode } from './document.ts';
import type { OAuthFlow, OAuthFlows, SecurityRequirement, SecurityScheme } from './operation.ts';

/** The security schemes of a document by name (OpenAPI 3.2.0, 4.27; Swagger 2.0, Security Definitions Object). */
export function listSecuritySchemes(document: Document, report: Report): Map<string, SecurityScheme> {
  const root = rootNode(document);
  const node =
    document.version === '2.0' ? child(root, 'securityDefinitions') : child(root, 'components', 'securitySchemes');
  return new Map(members(node).map(([name, scheme]) => [name, toScheme(name, resolve(document, scheme, report))]));
}

function toScheme(name: string, { value, uri }: Node): SecurityScheme {
  const type = text(own(value, 'type'));
  const location = text(own(value, 'in'));
  const base = {
    name,
    in: undefined,
    parameterName: undefined,
    scheme: undefined,
    flows: undefined,
    metadataUrl: undefined,
    description: text(own(value, 'description')),
  };
  switch (type) {
    case 'apiKey':
      return {
        ...base,
        type,
        in: location === 'query' || location === 'cookie' ? location : 'header',
        parameterName: text(own(value, 'name')) ?? name,
      };
    case 'basic': // Swagger 2.0
      return { ...base, type: 'http', scheme: 'basic' };
    case 'http':
      return { ...base, type, scheme: text(own(value, 'scheme'))?.toLowerCase() ?? 'bearer' };
    case 'oauth2':
      return { ...base, type, flows: toFlows(value, uri), metadataUrl: address(own(value, 'oauth2MetadataUrl'), uri) };
    case 'openIdConnect':
      return { ...base, type, metadataUrl: address(own(value, 'openIdConnectUrl'), uri) };
    case 'mutualTLS':
      return { ...base, type };
    default:
      return { ...base, type: 'unknown' };
  }
}

const flowNames = ['implicit', 'password', 'clientCredentials', 'authorizationCode', 'deviceAuthorization'] as const;

/** What Swagger 2.0 calls its flows. */
const formerNames: Readonly<Record<string, (typeof flowNames)[number]>> = {
  implicit: 'implicit',
  password: 'password',
  application: 'clientCredentials',
  accessCode: 'authorizationCode',
};

function toFlows(scheme: unknown, uri: string): OAuthFlows {
  const former = own(formerNames, text(own(scheme, 'flow')) ?? '');
  if (typeof former === 'string') return { [former]: toFlow(scheme, uri) };
  const flows = own(scheme, 'flows');
  return Object.fromEntries(
    flowNames.filter((name) => isObject(own(flows, name))).map((name) => [name, toFlow(own(flows, name), uri)]),
  );
}

function toFlow(flow: unknown, uri: string): OAuthFlow {
  const scopes = own(flow, 'scopes');
  return {
    authorizationUrl: address(own(flow, 'authorizationUrl'), uri),
    tokenUrl: address(own(flow, 'tokenUrl'), uri),
    deviceAuthorizationUrl: address(own(flow, 'deviceAuthorizationUrl'), uri),
    scopes: isObject(scopes) ? Object.keys(scopes) : [],
  };
}

/** Absolute where the document was fetched. An empty one, as generators write them, is none. */
function address(url: unknown, base: string): string | undefined {
  if (typeof url !== 'string' || url.trim() === '') return undefined;
  return /^https?:/.test(base) && URL.canParse(url, base) ? new URL(url, base).href : url;
}

/**
 * What an operation demands: its own `security`, else the document's. An empty list means none
 * (OpenAPI 3.2.0, 4.10 and 4.30).
 */
export function listSecurity(document: Document, operation: Node): SecurityRequirement[] {
  const declared = isList(own(operation.value, 'security'))
    ? child(operation, 'security')
    : child(rootNode(document), 'security');
  return elements(declared)
    .filter((node) => isObject(node.value))
    .map((node) => ({
      schemes: members(node).map(([name, scopes]) => ({
        name,
        scopes: isList(scopes.value) ? scopes.value.filter((scope) => typeof scope === 'string') : [],
      })),
    }));
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}
