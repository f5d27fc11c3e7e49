/** The page that sends users away to an authorization server. */
export const startPath = '/oauth/start';

/** Where users come back to from there. */
export const callbackPath = '/oauth/callback';
