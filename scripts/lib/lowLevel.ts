import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { analyseSources } from './analyseSources.ts';
import { ROOT } from './paths.ts';

/** A block of the sources whose safety the compiler doesn't see to. */
export interface LowLevelBlock {
  readonly file: string;
  /** `Contract.function`. */
  readonly where: string;
  readonly kind: 'assembly' | 'unchecked';
  /** Of the code without comments and line breaks, so that a judgement ends when the code changes. */
  readonly fingerprint: string;
  /** Whether the compiler is told that an assembly block keeps to the rules of memory. */
  readonly isMemorySafe: boolean;
}

/** A block's judgement, written by hand. */
export interface LowLevelJudgement {
  readonly kind: LowLevelBlock['kind'];
  readonly fingerprint: string;
  /** Why it can't do harm. */
  readonly reason: string;
  /** Names of tests that fail when it does. */
  readonly tests: readonly string[];
}

/** By file and place (`Contract.function`): one judgement for each block, in the order of the source. */
export type LowLevelJudgements = Readonly<Record<string, Readonly<Record<string, readonly LowLevelJudgement[]>>>>;

export interface LowLevelRow extends LowLevelBlock {
  readonly reason: string;
  readonly tests: readonly string[];
}

interface AstNode {
  readonly nodeType: string;
  readonly name?: string;
  /** `start:length:file`, in bytes. */
  readonly src: string;
  /** Of inline assembly only. */
  readonly flags?: readonly string[];
  readonly [field: string]: unknown;
}

interface SolcOutput {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage?: string }[];
  readonly sources?: Readonly<Record<string, { readonly ast: AstNode }>>;
}

const KINDS: Readonly<Record<string, LowLevelBlock['kind']>> = {
  InlineAssembly: 'assembly',
  UncheckedBlock: 'unchecked',
};

/** Every assembly and unchecked block under contracts/, by the compiler's syntax tree. */
export async function readLowLevelBlocks(): Promise<LowLevelBlock[]> {
  const files = readdirSync(join(ROOT, 'contracts'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sol'))
    .map((name) => `contracts/${name.replaceAll('\\', '/')}`)
    .sort();
  const { errors = [], sources = {} } = (await analyseSources(files, { '': ['ast'] })) as SolcOutput;
  const failures = errors.filter(({ severity }) => severity === 'error');
  if (failures.length > 0) throw new Error(failures.map(({ formattedMessage }) => formattedMessage).join('\n'));
  return files.flatMap((file) => {
    const tree = sources[file]?.ast;
    if (tree === undefined) throw new Error(`${file}: the compiler gave no syntax tree`);
    return findBlocks(file, tree, readFileSync(join(ROOT, file)));
  });
}

/** The blocks of one syntax tree, in the order of the source. `source` holds the bytes that the tree counts. */
export function findBlocks(file: string, tree: unknown, source: Buffer): LowLevelBlock[] {
  const found: LowLevelBlock[] = [];
  const visit = (node: AstNode, contract: string, method: string): void => {
    const kind = KINDS[node.nodeType];
    const [start = 0, length = 0] = node.src.split(':').map(Number);
    if (kind !== undefined) {
      found.push({
        file,
        where: [contract, method].filter(Boolean).join('.'),
        kind,
        fingerprint: fingerprintOf(source.subarray(start, start + length).toString('utf8')),
        isMemorySafe: node.flags?.includes('memory-safe') ?? false,
      });
    }
    const inContract = node.nodeType === 'ContractDefinition' ? (node.name ?? '') : contract;
    const inMethod = isCallable(node) ? nameOf(node) : method;
    for (const child of childrenOf(node)) visit(child, inContract, inMethod);
  };
  visit(tree as AstNode, '', '');
  return found;
}

/** Constructors and the like have an empty name; their kind names them. */
function nameOf({ name = '', kind }: AstNode): string {
  return name === '' ? String(kind) : name;
}

function isCallable({ nodeType }: AstNode): boolean {
  return nodeType === 'FunctionDefinition' || nodeType === 'ModifierDefinition';
}

/** Yul has a tree of its own below an assembly block; there is nothing to find in it. */
function childrenOf(node: AstNode): AstNode[] {
  if (node.nodeType === 'InlineAssembly') return [];
  return Object.values(node)
    .flat()
    .filter((value): value is AstNode => typeof value === 'object' && value !== null && 'nodeType' in value)
    .sort((one, other) => startOf(one) - startOf(other));
}

function startOf({ src }: AstNode): number {
  return Number(src.split(':')[0]);
}

/** Eight hex digits of SHA-256. Comments and white space don't count: a reformatted block is the same block. */
export function fingerprintOf(code: string): string {
  const bare = code
    .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return createHash('sha256').update(bare).digest('hex').slice(0, 8);
}

/** Gives each block its judgement; tells blocks without one, judgements without a block, and tests that don't exist. */
export function joinJudgements(
  blocks: readonly LowLevelBlock[],
  judgements: LowLevelJudgements,
  testNames: ReadonlySet<string>,
): { rows: LowLevelRow[]; problems: string[] } {
  const rows: LowLevelRow[] = [];
  const problems: string[] = [];
  const used = new Set<LowLevelJudgement>();
  for (const block of blocks) {
    const { file, where, kind, fingerprint, isMemorySafe } = block;
    if (kind === 'assembly' && !isMemorySafe) problems.push(`not marked as memory-safe: assembly at ${file} ${where}`);
    const judgement = judgements[file]?.[where]?.find(
      (one) => one.kind === kind && one.fingerprint === fingerprint && !used.has(one),
    );
    if (judgement === undefined) {
      problems.push(`not judged: ${kind} ${fingerprint} at ${file} ${where}`);
      continue;
    }
    used.add(judgement);
    const { reason, tests } = judgement;
    if (tests.length === 0) problems.push(`without a test: ${kind} ${fingerprint} at ${file} ${where}`);
    for (const test of tests) {
      if (!testNames.has(test)) problems.push(`no such test: ${test}, named for ${kind} at ${file} ${where}`);
    }
    rows.push({ ...block, reason, tests });
  }
  for (const [file, places] of Object.entries(judgements)) {
    for (const [where, list] of Object.entries(places)) {
      for (const one of list.filter((judgement) => !used.has(judgement))) {
        problems.push(`judged, but not found any more: ${one.kind} ${one.fingerprint} at ${file} ${where}`);
      }
    }
  }
  return { rows, problems };
}

/** audit/LOW-LEVEL.md. */
export function renderLowLevel(rows: readonly LowLevelRow[]): string {
  const count = (kind: LowLevelBlock['kind']): number => rows.filter((row) => row.kind === kind).length;
  const lines = [
    '# Assembly and unchecked arithmetic: every block, judged',
    '',
    'Generated by `npm run audit:low-level` from the syntax trees of the contracts and [low-level.json](low-level.json), where the judgements are',
    'written by hand. `npm test` fails on a block without a judgement, on one whose code has changed since it was judged, on a judgement without a',
    'block, on a test that does not exist, and on assembly that is not marked as memory-safe.',
    '',
    `${count('assembly')} assembly blocks and ${count('unchecked')} unchecked blocks. Those of OpenZeppelin and Solady are not listed: they are used as published.`,
  ];
  for (const file of new Set(rows.map((row) => row.file))) {
    lines.push('', `## [${file}](../${file})`, '', '| function | kind | why it is safe | tests |', '|---|---|---|---|');
    for (const row of rows.filter((one) => one.file === file)) {
      const tests = row.tests.map((test) => `\`${test}\``).join('<br>');
      lines.push(`| \`${row.where}\` | ${row.kind} | ${row.reason.replaceAll('|', '\\|')} | ${tests} |`);
    }
  }
  return `${lines.join('\n')}\n`;
}
