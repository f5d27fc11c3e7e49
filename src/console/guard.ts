import type { RequestHandler } from 'express';
import { pageHeader } from './page-header.ts';

/**
 * Lets in requests of the page itself: no form, image or script of another site can send its header, browsers say where
 * a request comes from (Fetch Metadata, Origin), and a body is JSON or nothing.
 */
export const onlyOwnPage: RequestHandler = (request, response, next) => {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const isOwn =
    request.headers[pageHeader] !== undefined &&
    (site === undefined || site === 'same-origin') &&
    (origin === undefined || (URL.canParse(origin) && new URL(origin).host === host));
  if (!isOwn) {
    response.status(403).json({ error: `Only the console itself may ask this: requests carry ${pageHeader}` });
    return;
  }
  if (request.method !== 'GET' && request.is('application/json') === false) {
    response.status(415).json({ error: 'The body must be application/json' });
    return;
  }
  next();
};
