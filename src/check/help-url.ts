import { errorCodes } from '../base/error-codes.ts';

const base = 'https://unpkg.com/routewright/docs';

/** The page that explains a code. */
export function helpUrl(code: string): string {
  return code in errorCodes ? `${base}/errors/${code}.md` : `${base}/rules/${code}.md`;
}
