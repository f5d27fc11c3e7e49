import { version as programVersion } from '../base/version.ts';
import { cutText } from '../catalog/describe.ts';
import type { About } from './about.ts';
import type { UserValue } from './user-values.ts';

export interface ServerJsonOptions {
  readonly about: About;
  /** Of the server in the registry: `io.github.you/shop`. */
  readonly name: string;
  /** What follows `serve`: a document at a URL, and options. */
  readonly args: readonly string[];
  readonly values: readonly UserValue[];
}

/** A server.json of the MCP registry (schema 2025-12-11): this program from npm, with the document at its URL. */
export function buildServerJson({ about, name, args, values }: ServerJsonOptions): object {
  return {
    $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    name,
    title: cutText(about.title, 100),
    description: cutText(about.description, 100),
    version: about.version,
    packages: [
      {
        registryType: 'npm',
        identifier: 'routewright',
        version: programVersion,
        runtimeHint: 'npx',
        transport: { type: 'stdio' },
        packageArguments: ['serve', ...args].map((value) => ({ type: 'positional', value })),
        environmentVariables: values.map(({ variable, description, isRequired }) => ({
          name: variable,
          description,
          isRequired,
          isSecret: true,
        })),
      },
    ],
  };
}
