import type { RequestHandler } from 'express';
import { Problem } from './problem.ts';

/** The document's scheme `ShopKey`: an API key in the header `X-Shop-Key`. */
export function requireShopKey(key: string): RequestHandler {
  return (request, _response, next) => {
    if (request.get('x-shop-key') !== key) throw unauthorized('the shop key in the header X-Shop-Key', 'ShopKey');
    next();
  };
}

/** The document's scheme `StaffToken`: a bearer token. */
export function requireStaffToken(token: string): RequestHandler {
  return (request, _response, next) => {
    if (/^bearer +(.+)$/i.exec(request.get('authorization') ?? '')?.[1] !== token) {
      throw unauthorized('a staff token as bearer', 'Bearer');
    }
    next();
  };
}

// RFC 9110, 11.6.1: a 401 must carry a challenge.
function unauthorized(what: string, scheme: string): Problem {
  return new Problem(401, 'Unauthorized', `This needs ${what}; it is missing or wrong.`, {
    headers: { 'WWW-Authenticate': `${scheme} realm="bookshop"` },
  });
}
