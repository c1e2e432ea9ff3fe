// Builds the page into target/classes/webroot, and does nothing when it is there already.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const OUTPUT = 'target/classes/webroot/index.html';
const INSTALLED = 'node_modules/.package-lock.json';
const SOURCES = [
  'src',
  'public',
  'index.html',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vite.config.ts',
  '../examples',
  'client/src',
  'client/package.json',
  'client/tsconfig.json',
  'client/vite.config.ts',
];

function newest(path) {
  if (!existsSync(path)) {
    return 0;
  }
  const { mtimeMs } = statSync(path);
  return statSync(path).isDirectory()
    ? Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
    : mtimeMs;
}

function npm(...args) {
  execFileSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { stdio: ['ignore', 'ignore', 'inherit'] });
}

if (newest(INSTALLED) < Math.max(...['package-lock.json', 'package.json', 'client/package.json'].map(newest))) {
  npm('ci', '--no-audit', '--no-fund', '--loglevel=error');
}
if (newest(OUTPUT) < Math.max(...SOURCES.map(newest))) {
  npm('run', 'build', '--silent');
}
