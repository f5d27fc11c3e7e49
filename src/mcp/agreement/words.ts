import { localCaller } from '../../base/caller.ts';
import { RoutewrightError } from '../../base/errors.ts';
import type { Gateway } from '../../gateway.ts';
import type { PageContent } from './page.ts';

type Authorizations = Gateway['authorizations'];
type Asked = Awaited<ReturnType<Authorizations['look']>>;
type Authorized = Awaited<ReturnType<Authorizations['complete']>>;

/** Whoever was led here by somebody else must be able to see that it is not their own request. */
export function describeRequest({ api, caller, host }: Asked): PageContent {
  const who = caller.id === localCaller.id ? 'An assistant on this machine' : caller.name;
  return {
    outcome: 'asked',
    title: `Connect ${api}?`,
    text: `${who} wants to use ${api} on your behalf. You agree to that, or not, at ${host}.`,
    advice:
      'Go on only if you have just asked for this yourself, in a conversation. If somebody else sent you this link, close the page: you would let them use your account.',
    button: `Go on to ${host}`,
  };
}

export function describeSuccess({ api, caller }: Authorized): PageContent {
  const whose = caller.id === localCaller.id ? '' : ` by ${caller.name}`;
  return {
    outcome: 'done',
    title: 'You are connected',
    text: `${api} may now be used${whose} on your behalf.`,
    advice:
      'Close this page and go back to your conversation. If it was not you who asked for this, tell whoever runs this gateway.',
  };
}

/** The words of the other server are not repeated: they come with the address, so anybody can write them. */
export function describeFailure(error: unknown): PageContent {
  const code = error instanceof RoutewrightError ? error.code : 'INTERNAL';
  const known = failures[code] ?? {
    title: 'That did not work',
    text: 'The other service did not complete the authorization.',
    advice:
      'Go back to your conversation and ask again. If it fails again, tell whoever runs this gateway the code below; the log has more.',
  };
  return { outcome: 'failed', ...known, code };
}

const failures: Readonly<Record<string, Omit<PageContent, 'outcome' | 'code'>>> = {
  AUTHORIZATION_UNKNOWN: {
    title: 'This link is no longer good',
    text: 'It was used already, or its time is over.',
    advice: 'Go back to your conversation and ask again: you will get a new link.',
  },
  AUTHORIZATION_ELSEWHERE: {
    title: 'This was begun elsewhere',
    text: 'The link was opened in another browser before, or this one keeps no cookies.',
    advice:
      'Open the link from your conversation in one browser that keeps cookies, and stay in it. If somebody else sent you here, close this page.',
  },
  AUTHORIZATION_DENIED: {
    title: 'Nothing was connected',
    text: 'The other service says that access was not granted.',
    advice: 'If that is what you wanted, close this page. Otherwise go back to your conversation and ask again.',
  },
};
