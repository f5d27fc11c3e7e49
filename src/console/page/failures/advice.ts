/** What to do about an answer of an API, by its status; the API's own words say more. */
const advice: Readonly<Record<number, string>> = {
  400: 'The API does not accept these arguments: see its words, and whether the document describes them right.',
  401: 'The credential was not accepted: see under State whether it is there, and at the API whether it still counts.',
  403: 'The credential is good, and may not do this: give it the right or scope, or leave the tool out.',
  404: 'There is no such thing: the id is wrong or gone. If every call fails so, the base URL is wrong.',
  405: 'The path is there, the method is not: the document and the API are of different versions.',
  409: 'It is in conflict with what is there: read it again, then repeat the change.',
  413: 'The body is too large for the API: send less.',
  415: 'The API does not take this media type, which the document names: mend the document.',
  422: 'The API understood the arguments and refuses them: its words name the field.',
  429: 'Too many requests: wait as long as Retry-After says, or ask the API for a higher limit.',
};

export function adviceFor(code: string | undefined, status: number | undefined): string | undefined {
  if (code !== 'HTTP_ERROR' || status === undefined) return undefined;
  if (status >= 500) return 'The API failed by itself: try again later, and tell whoever runs it if it goes on.';
  return advice[status];
}
