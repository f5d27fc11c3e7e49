import { childPointer } from '../../base/json-pointer.ts';
import type { Rule } from '../rule.ts';

const secretNames = /^(access_?token|api_?key|apikey|auth_?token|passw(or)?d|client_?secret|secret)$/i;

export const credentialInQuery: Rule = {
  code: 'CREDENTIAL_IN_QUERY',
  kind: 'danger',
  level: 'warning',
  title: 'A credential travels in the URL',
  why: 'URLs are written to logs, histories and proxies. A parameter that is not declared as a security scheme is an argument besides, so a model would have to know the secret.',
  mend: 'Use a header where the API takes one; declare the parameter as an `apiKey` security scheme, so that the gateway fills it in.',
  example: {
    wrong: 'parameters: [{ name: api_key, in: query, schema: { type: string } }]',
    right: 'securitySchemes: { ApiKey: { type: apiKey, in: header, name: X-Api-Key } }',
  },
  check: ({ apis, tools }, report) => {
    for (const { name, catalog } of apis) {
      const base = catalog.document.version === '2.0' ? '/securityDefinitions' : '/components/securitySchemes';
      for (const scheme of catalog.securitySchemes.values())
        if (scheme.type === 'apiKey' && scheme.in === 'query')
          report(
            { uri: catalog.document.uri, pointer: childPointer(base, scheme.name) },
            `The key of ${scheme.name} is sent in the query, as \`${scheme.parameterName ?? scheme.name}\`.`,
            { api: name },
          );
    }
    for (const { made, listed, placeOf } of tools)
      for (const { parameter, property } of made?.arguments ?? [])
        if (parameter.in === 'query' && secretNames.test(parameter.name))
          report(
            placeOf({ argument: property }),
            `${listed.name} takes the credential \`${parameter.name}\` as an argument in the query.`,
            {
              tool: listed.name,
            },
          );
  },
};
