import { setTimeout as wait } from 'node:timers/promises';
import { RoutewrightError } from '../../../base/errors.ts';
import { text } from '../../../base/json.ts';
import type { OAuthClient } from './client.ts';
import { refused } from './token-endpoint.ts';
import type { Token } from './token.ts';

/** What a person has to do on any device (RFC 8628, 3.2). */
export interface DeviceCode {
  readonly userCode: string;
  readonly url: string;
  /** The same with the code filled in, where the server has one. */
  readonly completeUrl: string | undefined;
}

/** Seconds between two questions, where the server does not say (RFC 8628, 3.2), and what is added where it is too often. */
const usualInterval = 5;

/**
 * A token for somebody who agrees on another device (RFC 8628).
 *
 * @param show - told once what there is to do
 * @throws {RoutewrightError} AUTHORIZATION_DENIED, AUTHORIZATION_UNKNOWN, TOKEN_*, OAUTH_*; the reason of the signal
 */
export async function obtainByDevice(
  client: OAuthClient,
  show: (code: DeviceCode) => void,
  signal: AbortSignal,
): Promise<Token> {
  const started = await client.startDevice(signal);
  const { tokenUrl } = await client.findServer(['tokenUrl'], signal);
  if (!('answer' in started)) throw refused(client.shown, tokenUrl, started);
  const { device_code, user_code, verification_uri, verification_uri_complete, interval } = started.answer;
  const [deviceCode, userCode, url] = [text(device_code), text(user_code), text(verification_uri)];
  if (deviceCode === undefined || userCode === undefined || url === undefined)
    throw new RoutewrightError(
      'TOKEN_ENDPOINT_INVALID',
      `The device authorization endpoint gave no code for ${client.shown}`,
      {
        hint: 'Check `deviceAuthorizationUrl` in the configuration.',
      },
    );
  show({ userCode, url, completeUrl: text(verification_uri_complete) });
  let pause = typeof interval === 'number' ? interval : usualInterval;
  for (;;) {
    await wait(pause * 1000, undefined, { signal });
    const answer = await client.request(
      'urn:ietf:params:oauth:grant-type:device_code',
      [['device_code', deviceCode]],
      signal,
    );
    if (!('error' in answer)) return answer;
    if (answer.error === 'slow_down') pause += usualInterval;
    else if (answer.error === 'access_denied')
      throw new RoutewrightError(
        'AUTHORIZATION_DENIED',
        `The user did not agree that ${client.api} is used on their behalf`,
        {
          hint: 'Log in again, and agree there.',
        },
      );
    else if (answer.error === 'expired_token')
      throw new RoutewrightError('AUTHORIZATION_UNKNOWN', `The code ${userCode} was not used in time`, {
        hint: 'Log in again.',
      });
    else if (answer.error !== 'authorization_pending') throw refused(client.shown, tokenUrl, answer);
  }
}
