import { childPointer } from '../base/json-pointer.ts';
import { isObject, own, text } from '../base/json.ts';
import { child, type Document, elements, findingAt, members, type Node, type Report, resolve } from './document.ts';
import { listMediaTypes, normalizeType } from './media-type.ts';
import type { Parameter, ParameterLocation, ParameterStyle } from './operation.ts';
import { isStyle } from './style.ts';
import { upgradeParameter } from './upgrade.ts';

const locations: readonly string[] = ['path', 'query', 'header', 'cookie', 'querystring'] satisfies ParameterLocation[];
/** Header parameters of these names are ignored: the body and the security say them (OpenAPI 3.2.0, 4.12.2). */
const ignoredHeaders = new Set(['accept', 'content-type', 'authorization']);

/** A parameter's node, its reference followed; Swagger 2.0's body and form parameters are among them. */
export interface RawParameter {
  readonly name: string;
  readonly in: string;
  readonly node: Node;
}

/**
 * The parameters of an operation: those its path item shares, overridden by the operation's where name and location are
 * the same (OpenAPI 3.2.0, 4.9 and 4.10).
 */
export function mergeParameters(document: Document, shared: Node, operation: Node, report: Report): RawParameter[] {
  const merged = new Map<string, RawParameter>();
  for (const declared of [...elements(shared), ...elements(child(operation, 'parameters'))]) {
    const node = resolve(document, declared, report);
    if (node.value === undefined) continue; // a broken reference has been reported
    const name = text(own(node.value, 'name'));
    const location = text(own(node.value, 'in'));
    if (name === undefined || location === undefined) {
      report(
        findingAt(declared, {
          code: 'PARAMETER_INVALID',
          severity: 'warning',
          message: 'A parameter has no `name` or no `in`; it is left out.',
          fix: 'Give it both.',
        }),
      );
      continue;
    }
    // Header names do not depend on case (RFC 9110, 5.1).
    merged.set(`${location} ${location === 'header' ? name.toLowerCase() : name}`, { name, in: location, node });
  }
  return [...merged.values()];
}

/** A parameter in the words of OpenAPI 3, or nothing when it is to be ignored. */
export function toParameter(document: Document, raw: RawParameter, report: Report): Parameter | undefined {
  if (!locations.includes(raw.in)) {
    report(
      findingAt(raw.node, {
        code: 'PARAMETER_INVALID',
        severity: 'warning',
        message: `Parameter ${raw.name} is in \`${raw.in}\`, which is no location; it is left out.`,
        fix: 'Use path, query, header or cookie.',
      }),
    );
    return undefined;
  }
  const location = raw.in as ParameterLocation;
  if (location === 'header' && ignoredHeaders.has(raw.name.toLowerCase())) return undefined;
  const value = isObject(raw.node.value) ? raw.node.value : {};
  const common = {
    name: raw.name,
    in: location,
    required: own(value, 'required') === true || location === 'path',
    deprecated: own(value, 'deprecated') === true,
    description: text(own(value, 'description')),
    // Before 3.2 it "only applies to parameters with an `in` value of `query`" (OpenAPI 3.1.1, 4.8.12.2.2).
    allowReserved: own(value, 'allowReserved') === true && (location === 'query' || document.version === '3.2'),
    allowEmptyValue: own(value, 'allowEmptyValue') === true,
    node: raw.node,
  };
  if (document.version === '2.0') return { ...common, ...upgradeParameter(raw.node, location), content: undefined };

  const declaredStyle = own(value, 'style');
  const style = isStyle(declaredStyle) ? declaredStyle : defaultStyle(location);
  const explode = own(value, 'explode');
  const content =
    members(child(raw.node, 'content')).length > 0
      ? listMediaTypes(document, child(raw.node, 'content'), report)[0]
      : undefined;
  return {
    ...common,
    style,
    // "When style is form or cookie, the default value is true" (OpenAPI 3.2.0, 4.12.2.2).
    explode: typeof explode === 'boolean' ? explode : style === 'form' || style === 'cookie',
    schema: content
      ? (content.schema ?? anySchema(raw.node))
      : own(value, 'schema') === undefined
        ? anySchema(raw.node)
        : child(raw.node, 'schema'),
    content,
  };
}

function defaultStyle(location: ParameterLocation): ParameterStyle {
  return location === 'path' || location === 'header' ? 'simple' : 'form';
}

/** What an `Accept` header parameter, which is ignored as such, says that the operation can be asked for. */
export function acceptableTypes(document: Document, raw: readonly RawParameter[], report: Report): string[] {
  const accept = raw.find(({ in: location, name }) => location === 'header' && name.toLowerCase() === 'accept');
  if (!accept) return [];
  const schema = document.version === '2.0' ? accept.node : resolve(document, child(accept.node, 'schema'), report);
  const values = own(schema.value, 'enum');
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string').map(normalizeType) : [];
}

/** A parameter without a schema takes anything, and anything travels as text. */
export function anySchema(node: Node): Node {
  return { value: { type: 'string' }, uri: node.uri, pointer: childPointer(node.pointer, 'schema') };
}
