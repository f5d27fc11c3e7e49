import { isObject, own, text } from '../base/json.ts';
import { child, type Document, elements, members, type Node, type Report, resolve, rootNode } from './document.ts';
import type { SecurityRequirement, SecurityScheme } from './operation.ts';

/** The security schemes of a document by name (OpenAPI 3.2.0, 4.27; Swagger 2.0, Security Definitions Object). */
export function listSecuritySchemes(document: Document, report: Report): Map<string, SecurityScheme> {
  const root = rootNode(document);
  const node =
    document.version === '2.0' ? child(root, 'securityDefinitions') : child(root, 'components', 'securitySchemes');
  return new Map(
    members(node).map(([name, scheme]) => [name, toScheme(name, resolve(document, scheme, report).value)]),
  );
}

function toScheme(name: string, value: unknown): SecurityScheme {
  const type = text(own(value, 'type'));
  const location = text(own(value, 'in'));
  const base = {
    name,
    in: undefined,
    parameterName: undefined,
    scheme: undefined,
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
    case 'openIdConnect':
    case 'mutualTLS':
      return { ...base, type };
    default:
      return { ...base, type: 'unknown' };
  }
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
