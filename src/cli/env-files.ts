import { loadEnvFile } from 'node:process';
import { messageOf, RoutewrightError } from '../base/errors.ts';

/**
 * Adds what stands in `.env` files to the environment of this process. What is set there already stays, and of two
 * files the first one counts.
 *
 * @throws {RoutewrightError} CONFIG_UNREADABLE
 */
export function loadEnvFiles(paths: readonly string[]): void {
  for (const path of paths) {
    try {
      loadEnvFile(path);
    } catch (error) {
      throw new RoutewrightError('CONFIG_UNREADABLE', `The env file ${path} cannot be read: ${messageOf(error)}`, {
        hint: 'Check --dotenv, or `envFile` in the configuration: it must be a file of NAME=value lines.',
      });
    }
  }
}
