import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages } from '../support/install-packages.ts';

const suiteVersion = '0.2.0-alpha.12';
const suiteNode = { minimum: 22, install: '24' };

/** Where the suite is, and a Node that can run it. */
export interface Installation {
  readonly node: string;
  readonly suite: string;
}

/**
 * Installs the official conformance suite from the npm registry into `folder`, once, together with a newer Node
 * where ours is too old for it: the suite needs 22, the gateway is tested on 20 as well.
 */
export async function installSuite(folder: string): Promise<Installation> {
  const modules = join(folder, 'node_modules');
  const suite = join(modules, '@modelcontextprotocol/conformance');
  const packages = [`@modelcontextprotocol/conformance@${suiteVersion}`];
  let node = process.execPath;
  if (Number.parseInt(process.versions.node, 10) < suiteNode.minimum) {
    const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
    packages.push(`${name}@${suiteNode.install}`);
    node = join(modules, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  }
  const installation: Installation = { node, suite: join(suite, 'dist/index.js') };
  if (!isInstalled(installation, suite)) {
    const failure = await installPackages(folder, packages);
    if (!isInstalled(installation, suite)) {
      throw new Error(`The conformance suite could not be installed (${packages.join(', ')}):\n${failure}`);
    }
  }
  return installation;
}

function isInstalled({ node, suite }: Installation, root: string): boolean {
  if (!existsSync(node) || !existsSync(suite)) return false;
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return manifest.version === suiteVersion;
}
