import { binaryTextXml } from './binary-text-xml.ts';
import type { Area } from './case.ts';
import { contentParameters } from './content-parameters.ts';
import { cookies } from './cookies.ts';
import { encoding } from './encoding.ts';
import { forms } from './forms.ts';
import { headers } from './headers.ts';
import { jsonBodies } from './json-bodies.ts';
import { mediaTypeChoice } from './media-type-choice.ts';
import { multipartByPosition } from './multipart-by-position.ts';
import { multipart } from './multipart.ts';
import { namesAndNesting } from './names-and-nesting.ts';
import { openapi31 } from './openapi31.ts';
import { openapi32 } from './openapi32.ts';
import { pathStyles } from './path-styles.ts';
import { paths } from './paths.ts';
import { queryStyles } from './query-styles.ts';
import { querystring } from './querystring.ts';
import { rfc6570 } from './rfc6570.ts';
import { security } from './security.ts';
import { servers } from './servers.ts';
import { swagger2 } from './swagger2.ts';
import { xmlObjects } from './xml-objects.ts';

/** The whole table. */
export const areas: readonly Area[] = [
  pathStyles,
  queryStyles,
  namesAndNesting,
  headers,
  cookies,
  encoding,
  paths,
  rfc6570,
  contentParameters,
  querystring,
  jsonBodies,
  forms,
  multipart,
  multipartByPosition,
  binaryTextXml,
  xmlObjects,
  mediaTypeChoice,
  swagger2,
  openapi31,
  openapi32,
  servers,
  security,
];
