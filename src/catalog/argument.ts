import type { Parameter, ParameterLocation } from '../spec/operation.ts';

/** A property of a tool's input and the parameter it becomes. */
export interface Argument {
  /** `^[A-Za-z0-9_]{1,64}$`, unique in its tool. */
  readonly property: string;
  readonly parameter: Parameter;
}

/** Properties that a tool may have beside its parameters. */
export const bodyProperty = 'body';
export const contentTypeProperty = 'contentType';
/** What the gateway does with the answer: choose from it, or read all its pages. */
export const selectProperty = 'select';
export const allPagesProperty = 'all_pages';
export const acceptProperty = 'accept';

const order: readonly ParameterLocation[] = ['path', 'query', 'querystring', 'header', 'cookie'];

/** Headers that belong to the connection or to the body, never to a caller (RFC 9110, 7.6.1, 8.6, 10.1.1). */
const connectionHeaders = new Set([
  'host',
  'content-length',
  'connection',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'expect',
  'http2-settings',
  'accept-encoding',
  'cookie',
]);

/** Whether a parameter is a header that no caller may set. */
export function isConnectionHeader({ in: location, name }: Parameter): boolean {
  return location === 'header' && connectionHeaders.has(name.toLowerCase());
}

/**
 * Parameters as top-level properties: `filter[id]` → `filter_id`. Path parameters get their names first, then query,
 * header and cookie; a name that is taken gets its location as a suffix, and then a number.
 */
export function layOutArguments(parameters: readonly Parameter[], reserved: readonly string[]): Argument[] {
  const taken = new Set(reserved.map((name) => name.toLowerCase()));
  return [...parameters]
    .sort((one, other) => order.indexOf(one.in) - order.indexOf(other.in))
    .map((parameter) => {
      const base = safeProperty(parameter.name);
      let property = base;
      for (let number = 1; taken.has(property.toLowerCase()); number++) {
        const suffix = number === 1 ? `_${parameter.in}` : `_${parameter.in}_${number}`;
        property = base.slice(0, 64 - suffix.length) + suffix;
      }
      taken.add(property.toLowerCase());
      return { property, parameter };
    });
}

function safeProperty(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 64);
  return plain === '' ? 'value' : plain;
}
