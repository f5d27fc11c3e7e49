import type { JSX } from 'preact';
import { hasKey, type RequestError, setKey } from './client.ts';

/** Asks for a key, which stays in this tab. */
export function SignIn({ reason, onKey }: { reason: RequestError; onKey: () => void }): JSX.Element {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const input = (event.currentTarget as HTMLFormElement).elements.namedItem('key') as HTMLInputElement;
    setKey(input.value.trim());
    onKey();
  };
  return (
    <main class="alone">
      <form class="sign-in" onSubmit={submit}>
        <img src="console/icon.svg" width="44" height="44" alt="" />
        <h1>Routewright console</h1>
        <p>This gateway asks who you are. Enter an API key or an access token that may open the console.</p>
        {hasKey() && (
          <p class="problem" role="alert">
            {reason.message}
          </p>
        )}
        <label for="key">Key or token</label>
        <input id="key" name="key" type="password" autocomplete="off" required autofocus />
        <button class="button primary" type="submit">
          Open
        </button>
        <p class="soft">It is kept in this tab alone, until you close it.</p>
      </form>
    </main>
  );
}
