import { basename, dirname, join, normalize } from 'node:path/posix';
import type { CommandDescription } from '../../tasks/lib/describeCommands.ts';
import type { NamedTest } from './propertyTable.ts';

/** What the claims of a document are held to. */
export interface DocumentFacts {
  readonly tests: readonly NamedTest[];
  /** Every command of `npx hardhat sage`, groups included. */
  readonly commands: readonly CommandDescription[];
  /** Names of the scripts in package.json. */
  readonly scripts: ReadonlySet<string>;
  /** Sources of contracts, bases, libraries and interfaces, by their name. */
  readonly sources: ReadonlyMap<string, string>;
  /** Names of the functions of each part of a suite, as `--target` and `--call` name them. */
  readonly functions: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether a file or folder is there; the path is below the project's folder. */
  readonly exists: (path: string) => boolean;
  /** The text of a Markdown file that is there. */
  readonly readText: (path: string) => string;
}

/** Hardhat's own option; all others are a command's. */
const NETWORK_FLAG = '--network';
const FENCE = /^(?:```|~~~)/;
const TEST_NAME = /^(?:test|testFuzz|invariant|check)_\w+…?$/;
const SOURCE_MEMBER = /^([A-Z]\w*)\.(\w+)(?:\(.*\))?$/;

/**
 * Finds what a document names that isn't there: relative links and their headings, tests, members of contracts, npm scripts,
 * and commands of `npx hardhat sage` with their options.
 *
 * A link to a file of tests whose text is not the file's name has to name a test of that very file.
 *
 * @param file The document's path below the project's folder, with slashes.
 */
export function checkDocument(file: string, text: string, facts: DocumentFacts): string[] {
  const { prose, code } = splitFences(text);
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
  // A name in code may hold brackets; those of links are outside.
  const links = [...prose.matchAll(/\[((?:[^[\]]|\\\]|\[[^[\]]*\])*)\]\(([^()\s]+)\)/g)];
  return [
    ...links.flatMap((match) => checkLink(file, match[1] ?? '', match[2] ?? '', facts)),
    ...spans.flatMap((span) => checkSpan(span, facts)),
    ...code.flatMap((line) => checkCommandLine(line.trim(), facts)),
  ].map((problem) => `${file}: ${problem}`);
}

/** Lines outside of fenced blocks as one text, and the lines inside. */
function splitFences(text: string): { prose: string; code: string[] } {
  const prose: string[] = [];
  const code: string[] = [];
  let inside = false;
  for (const line of text.split('\n')) {
    if (FENCE.test(line.trim())) inside = !inside;
    else (inside ? code : prose).push(line);
  }
  return { prose: prose.join('\n'), code };
}

function checkLink(file: string, text: string, target: string, facts: DocumentFacts): string[] {
  if (/^[a-z][a-z0-9+.-]*:/.test(target)) return [];
  const [path = '', anchor] = target.split('#');
  const found = path === '' ? file : normalize(join(dirname(file), path)).replace(/\/$/, '');
  if (!facts.exists(found)) return [`the link to ${target} leads nowhere`];
  if (/\.(?:t\.sol|test\.ts)$/.test(found)) return checkTestLink(text, found, facts);
  if (anchor === undefined || !found.endsWith('.md')) return [];
  return headingsOf(facts.readText(found)).has(anchor) ? [] : [`${found} has no heading for ${target}`];
}

function checkTestLink(text: string, file: string, { tests }: DocumentFacts): string[] {
  const name = text.replaceAll('\\|', '|').replaceAll('`', '');
  if (name.endsWith(basename(file)) || basename(file).startsWith(`${name}.`)) return [];
  return tests.some((test) => test.file === file && test.name === name) ? [] : [`${file} has no test "${name}"`];
}

/** The anchors that GitHub gives the headings of a file. */
function headingsOf(text: string): Set<string> {
  const headings = [...splitFences(text).prose.matchAll(/^#+ +(.+)$/gm)].map((match) => match[1] ?? '');
  return new Set(
    headings.map((heading) =>
      heading
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    ),
  );
}

function checkSpan(span: string, facts: DocumentFacts): string[] {
  if (TEST_NAME.test(span)) {
    const isNamed = span.endsWith('…')
      ? ({ name }: NamedTest): boolean => name.startsWith(span.slice(0, -1))
      : ({ name }: NamedTest): boolean => name === span;
    return facts.tests.some(isNamed) ? [] : [`there is no test ${span}`];
  }
  const [, source = '', member = ''] = SOURCE_MEMBER.exec(span) ?? [];
  const code = facts.sources.get(source);
  if (code !== undefined && member !== 'sol') {
    return new RegExp(`\\b${member}\\b`).test(code) ? [] : [`${source} has no ${member}`];
  }
  return checkCommandLine(span, facts);
}

/** A line of a shell, or a command in the text; anything else is right. */
function checkCommandLine(line: string, facts: DocumentFacts): string[] {
  const [, script] = /^npm run ([\w:-]+)/.exec(line) ?? [];
  if (script !== undefined) return facts.scripts.has(script) ? [] : [`there is no npm script ${script}`];
  const [, rest] = /^(?:npx hardhat (?:.*? )?)?sage ((?:.|\n)+)$/.exec(line) ?? [];
  // "sage …" stands for any command.
  if (rest === undefined || rest.startsWith('…')) return [];
  return alternatives(withoutComment(rest)).flatMap((one) => checkSageCommand(one, withoutComment(line), facts));
}

/** `keys generate|import` names two commands. */
function alternatives(command: string): string[] {
  const [, before = '', choice, after = ''] = /^(.*?)(\S+\|\S+)(.*)$/.exec(command) ?? [];
  if (choice === undefined) return [command];
  return choice.split('|').map((one) => `${before}${one}${after}`);
}

function checkSageCommand(
  rest: string,
  line: string,
  { commands, functions }: Pick<DocumentFacts, 'commands' | 'functions'>,
): string[] {
  const words = ['sage', ...rest.trim().split(/\s+/)];
  const command = commands
    .filter((one) => one.words.every((word, place) => words[place] === word))
    .sort((one, other) => other.words.length - one.words.length)[0];
  if (command === undefined || command.words.length === 1) return [`there is no command sage ${rest}`];
  if (command.isGroup && words.length > command.words.length) return [`there is no command ${words.join(' ')}`];
  const flags = line.split(/\s+/).filter((word) => /^--[a-z]/.test(word));
  const unknown = flags
    .map((flag) => flag.split('=')[0] ?? '')
    .filter((flag) => flag !== NETWORK_FLAG && !command.options.some((option) => option.flag === flag))
    .map((flag) => `${command.words.join(' ')} has no option ${flag}`);
  return [...unknown, ...checkTarget(line, functions)];
}

/** What `--target` and `--call` name. */
function checkTarget(line: string, functions: DocumentFacts['functions']): string[] {
  const [, target] = / --target (\w+)/.exec(line) ?? [];
  const [, call] = / --call '?(\w+)/.exec(line) ?? [];
  if (target === undefined) return [];
  const names = functions.get(target);
  if (names === undefined) return [`a suite has no part ${target}`];
  return call === undefined || names.has(call) ? [] : [`${target} has no function ${call}`];
}

function withoutComment(line: string): string {
  return line.replace(/\s+#.*$/, '');
}
