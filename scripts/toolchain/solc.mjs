#!/usr/bin/env node
// The one Solidity compiler of this project (npm package `solc`) behind the command line that Foundry expects:
// `--version`, and `--standard-json` with the input on stdin. Plain JavaScript, because Foundry runs this file directly.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const solc = createRequire(import.meta.url)('solc');
const args = process.argv.slice(2);

/** Answers kept at most: two to a state of the sources, a few hundred kilobytes each. */
const MOST_ANSWERS = 20;

if (args.includes('--version')) {
  console.log('solc, the solidity compiler commandline interface');
  console.log(`Version: ${solc.version()}`);
} else if (args.includes('--standard-json')) {
  const input = readFileSync(0, 'utf8');
  process.stdout.write(asksForNoCode(input) ? answerOnce(input) : solc.compile(input));
} else {
  console.error(`solc.mjs: only --version and --standard-json are supported, got: ${args.join(' ') || '(nothing)'}`);
  process.exitCode = 2;
}

/**
 * Forge asks for the ABI of every source before each `forge test` that has a filter, and keeps no answer. That takes some
 * 15 seconds, always with the same result, so it is kept here. Whatever has code in it is always compiled.
 *
 * @param {string} input
 */
function asksForNoCode(input) {
  const selection = JSON.parse(input).settings?.outputSelection ?? {};
  return Object.values(selection).every((file) => Object.values(file).every((outputs) => outputs.every(isAbi)));
}

/** @param {string} output */
function isAbi(output) {
  return output === 'abi';
}

/** @param {string} input */
function answerOnce(input) {
  const folder = fileURLToPath(new URL('../../cache/solc-abi/', import.meta.url));
  const name = createHash('sha256').update(`${solc.version()}\0${input}`).digest('hex');
  const path = join(folder, `${name}.json`);
  const kept = readKept(path);
  if (kept !== undefined) return kept;
  const answer = solc.compile(input);
  mkdirSync(folder, { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, answer);
  renameSync(unfinished, path);
  forgetOldest(folder);
  return answer;
}

/**
 * Undefined also when another compiler, running beside this one, has just forgotten it.
 *
 * @param {string} path
 */
function readKept(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** @param {string} folder */
function forgetOldest(folder) {
  const madeAt = (file) => statSync(join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const files = readdirSync(folder).map((file) => ({ file, time: madeAt(file) }));
  files.sort((one, other) => other.time - one.time);
  for (const { file } of files.slice(MOST_ANSWERS)) rmSync(join(folder, file), { force: true });
}
