import type { Config } from './schema.ts';

/** Names of the environment variables that serving a configuration needs, in its order. */
export function variablesOf(config: Config): string[] {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === 'string') {
      const name = /^env:([A-Za-z_][A-Za-z0-9_]*)$/.exec(value)?.[1];
      if (name !== undefined) names.add(name);
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  // Asking Claude directly is another command.
  visit({ ...config, claude: undefined });
  return [...names];
}
