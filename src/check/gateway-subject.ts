import { pathToFileURL } from 'node:url';
import type { Config } from '../base/config/schema.ts';
import { childPointer } from '../base/json-pointer.ts';
import type { Tool } from '../catalog/tool.ts';
import { bodyProperty } from '../catalog/argument.ts';
import type { Gateway } from '../gateway.ts';
import type { Node } from '../spec/document.ts';
import { toDefinition } from '../surface/direct.ts';
import type { Place } from './finding.ts';
import type { CheckedApi, CheckedText, CheckedTool, ListedTool, Subject } from './subject.ts';

/** A configuration file, as it was read. */
export interface ConfigFile {
  readonly path: string;
  readonly text: string;
  readonly root: unknown;
}

/** What a gateway serves, as something to check. */
export function subjectOfGateway(gateway: Gateway, config: Config, file: ConfigFile | undefined): Subject {
  const configUri = file && pathToFileURL(file.path).href;
  const apis = gateway.apis.map(({ name, catalog, baseUrl }): CheckedApi => {
    const api = config.apis[name]!;
    return {
      name,
      catalog,
      baseUrl,
      include: api.include ?? [],
      exclude: api.exclude ?? [],
      headers: Object.keys(api.headers ?? {}),
      configured: configUri === undefined ? undefined : { uri: configUri, pointer: childPointer('/apis', name) },
    };
  });
  const documents = apis.flatMap(({ catalog }) => [...new Set(catalog.document.resources.values())]);
  const texts: CheckedText[] = documents.map(({ uri, text, root }) => ({ uri, text, root }));
  if (file) texts.push({ uri: configUri!, text: file.text, root: file.root });
  return {
    tools: gateway.tools.map(checkedTool),
    listed: gateway.surface.tools as unknown as readonly ListedTool[],
    whole: { uri: configUri ?? apis[0]?.catalog.document.uri ?? '', pointer: '' },
    apis,
    texts,
    server: config.check.server,
    budget: config.check.budget,
  };
}

function checkedTool(tool: Tool): CheckedTool {
  const { operation } = tool;
  const whole = (): Place => place(operation.node);
  return {
    listed: toDefinition(tool) as unknown as ListedTool,
    made: tool,
    placeOf: (part) => {
      if (part === 'whole') return whole();
      if (part === 'name') return below(operation.node, 'operationId');
      if (part === 'description')
        return below(operation.node, operation.summary === undefined ? 'description' : 'summary');
      if (part.argument === bodyProperty && operation.requestBody) return place(operation.requestBody.node);
      const found = tool.arguments.find(({ property }) => property === part.argument);
      return found ? place(found.parameter.node) : whole();
    },
  };
}

function place({ uri, pointer }: Node): Place {
  return { uri, pointer };
}

function below({ uri, pointer }: Node, field: string): Place {
  return { uri, pointer: childPointer(pointer, field) };
}
