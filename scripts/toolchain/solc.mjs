#!/usr/bin/env node
// The one Solidity compiler of this project (npm package `solc`) behind the command line that Foundry expects:
// `--version`, and `--standard-json` with the input on stdin. Plain JavaScript, because Foundry runs this file directly.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const solc = createRequire(import.meta.url)('solc');
const args = process.argv.slice(2);

if (args.includes('--version')) {
  console.log('solc, the solidity compiler commandline interface');
  console.log(`Version: ${solc.version()}`);
} else if (args.includes('--standard-json')) {
  process.stdout.write(solc.compile(readFileSync(0, 'utf8')));
} else {
  console.error(`solc.mjs: only --version and --standard-json are supported, got: ${args.join(' ') || '(nothing)'}`);
  process.exitCode = 2;
}
