/** A node of solc's syntax tree; only the fields that are read here. */
export interface Node {
  id: number;
  nodeType: string;
  src: string;
  [field: string]: unknown;
}

interface Definition {
  node: Node;
  file: string;
  /** The contract or library around it, or undefined. */
  inside: Node | undefined;
}

/** By file: the parts of it, in bytes, whose code is embedded. */
export type Embedded = ReadonlyMap<string, readonly { begin: number; end: number }[]>;

/** Whether a value of a syntax tree is a node. */
export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'nodeType' in value;
}

/** Calls `visit` for a node and all below it. */
export function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const part of value as unknown[]) walk(part, visit);
  else if (typeof value === 'object' && value !== null) {
    if (isNode(value)) visit(value);
    for (const part of Object.values(value)) if (typeof part === 'object') walk(part, visit);
  }
}

/**
 * Finds out whose bytecode holds code of which files: by inheritance, by functions of libraries and constants that are used,
 * also over others. What is only called or deployed is not in it.
 *
 * @param trees Syntax trees by path, of one run of solc.
 * @returns By `file:contract` of every contract with code.
 */
export function embeddedFiles(trees: ReadonlyMap<string, unknown>): Map<string, Embedded> {
  const definitions = new Map<number, Definition>();
  const contracts: Definition[] = [];
  for (const [file, tree] of trees) collect(tree, file, undefined, definitions, contracts);
  const uses = new Map<number, number[]>();
  const usesOf = (id: number): number[] => {
    const known = uses.get(id);
    if (known !== undefined) return known;
    const found: number[] = [];
    const definition = definitions.get(id);
    if (definition !== undefined) walk(definition.node, (node) => found.push(...references(node)));
    uses.set(id, found);
    return found;
  };
  const result = new Map<string, Embedded>();
  for (const contract of contracts) {
    if (contract.node['contractKind'] === 'interface' || contract.node['abstract'] === true) continue;
    const bases = new Set(contract.node['linearizedBaseContracts'] as number[]);
    const files = new Map<string, { begin: number; end: number }[]>();
    const seen = new Set<number>(bases);
    const open = [...bases];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const definition = definitions.get(id);
      if (definition === undefined) continue;
      files.set(definition.file, [...(files.get(definition.file) ?? []), rangeOf(definition.node)]);
      for (const used of usesOf(id)) {
        const target = definitions.get(used);
        if (target === undefined || seen.has(used) || !isInlined(target, bases)) continue;
        seen.add(used);
        open.push(used);
      }
    }
    result.set(`${contract.file}:${String(contract.node['name'])}`, files);
  }
  return result;
}

function rangeOf({ src }: Node): { begin: number; end: number } {
  const [begin = 0, length = 0] = src.split(':').map(Number);
  return { begin, end: begin + length };
}

/** Everything that can be referred to, by its number. */
function collect(
  value: unknown,
  file: string,
  inside: Node | undefined,
  definitions: Map<number, Definition>,
  contracts: Definition[],
): void {
  if (Array.isArray(value)) for (const part of value as unknown[]) collect(part, file, inside, definitions, contracts);
  else if (typeof value === 'object' && value !== null) {
    let around = inside;
    if (isNode(value)) {
      const definition = { node: value, file, inside };
      if (/^(FunctionDefinition|ModifierDefinition|ContractDefinition)$/.test(value.nodeType))
        definitions.set(value.id, definition);
      if (value.nodeType === 'VariableDeclaration' && value['constant'] === true) definitions.set(value.id, definition);
      if (value.nodeType === 'ContractDefinition') {
        contracts.push(definition);
        around = value;
      }
    }
    for (const part of Object.values(value))
      if (typeof part === 'object') collect(part, file, around, definitions, contracts);
  }
}

/** The numbers a node refers to: names, members, operators of user-defined types. */
function references(node: Node): number[] {
  const own = ['referencedDeclaration', 'function'].map((field) => node[field]);
  return own.filter((id): id is number => typeof id === 'number');
}

/** Whether using a definition puts its code in. Functions of another contract are called; whole contracts are deployed. */
function isInlined({ node, inside }: Definition, bases: ReadonlySet<number>): boolean {
  if (node.nodeType === 'ContractDefinition') return false;
  if (inside === undefined || bases.has(inside.id) || node.nodeType === 'VariableDeclaration') return true;
  return inside['contractKind'] === 'library' && node['visibility'] !== 'external' && node['visibility'] !== 'public';
}
