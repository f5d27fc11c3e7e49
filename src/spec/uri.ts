import { relative, resolve } from 'node:path';
import { cwd } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withoutUserInfo } from './read.ts';

/** A URI as a person would write it: a path relative to the working directory where that is shorter, else a URL. */
export function displayUri(uri: string): string {
  if (!uri.startsWith('file://')) return withoutUserInfo(uri);
  try {
    const path = fileURLToPath(uri);
    const near = relative(cwd(), path);
    return near.length < path.length ? near : path;
  } catch {
    return uri;
  }
}

/** The folder of a URI, with a slash at the end: what the references of a document are confined to. */
export function folderOf(uri: string): string {
  return new URL('.', uri).href;
}

/** A folder that somebody named, as such a URI. */
export function folderUri(folder: string): string {
  const uri = /^(https?|file):\/\//.test(folder) ? new URL(folder).href : pathToFileURL(resolve(folder)).href;
  return uri.endsWith('/') ? uri : `${uri}/`;
}
