import { RoutewrightError } from './errors.ts';

/** What is used of `@napi-rs/keyring`, an optional companion: it has native parts that not everyone wants. */
interface KeyringPackage {
  readonly AsyncEntry: new (service: string, account: string) => { getPassword: () => Promise<string | undefined> };
}

/**
 * A secret from the keyring of the operating system: Keychain, Credential Manager, Secret Service.
 *
 * @throws {RoutewrightError} SECRET_INVALID where the package that reads it is not installed
 */
export async function readKeyring(service: string, account: string): Promise<string | undefined> {
  const name = '@napi-rs/keyring';
  let keyring: KeyringPackage;
  try {
    keyring = (await import(name)) as KeyringPackage;
  } catch (error) {
    throw new RoutewrightError('SECRET_INVALID', `the package ${name} is not installed; npm install ${name}`, {
      cause: error,
    });
  }
  return await new keyring.AsyncEntry(service, account).getPassword();
}
