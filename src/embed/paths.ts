import type { Config } from '../base/config/schema.ts';
import { own } from '../base/json.ts';
import { describeResource } from '../mcp/access/resource.ts';
import { callbackPath, startPath } from '../mcp/agreement/paths.ts';

/**
 * What a gateway answers at the root of an application: its endpoint, what clients look for who have yet to find out
 * where to get a token, and the pages by which users agree for themselves.
 */
export function listPaths({ access, apis, http }: Config): string[] {
  const credentials = Object.values(apis).flatMap((api) => Object.values(api.credentials ?? {}));
  const isAgreed = credentials.some((credential) => own(credential, 'perUser') === true);
  const resource = access && http.publicUrl !== undefined ? describeResource(http.publicUrl, access) : undefined;
  return [
    '/mcp',
    ...(isAgreed ? [startPath, callbackPath] : []),
    ...(resource?.metadata === undefined ? [] : resource.metadataPaths),
  ];
}
