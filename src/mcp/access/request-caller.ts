import { type Caller, localCaller } from '../../base/caller.ts';

/** What the SDK carries from the guard to the handlers. It knows tokens only, and is given none. */
interface AuthInfo {
  readonly token: string;
  readonly clientId: string;
  readonly scopes: string[];
  readonly extra?: Record<string, unknown>;
}

/** A caller in the form that the SDK carries. */
export function carryCaller(caller: Caller): AuthInfo {
  return { token: '', clientId: caller.id, scopes: [...caller.scopes], extra: { caller } };
}

/** The caller whom the guard has let in; without a guard, whoever runs the process. */
export function carriedCaller(auth: Pick<AuthInfo, 'extra'> | undefined): Caller {
  return (auth?.extra?.['caller'] as Caller | undefined) ?? localCaller;
}
