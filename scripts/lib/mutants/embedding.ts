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
 * also over others, and what is deployed by `new`. What is only called is not in it.
 *
 * @param trees Syntax trees by path, of one run of solc.
 * @param holdsCode Whether a contract really holds the code of one that it deploys: forge has tests deploy ours by name.
 * @returns By `file:contract` of every contract with code.
 */
export function embeddedFiles(
  trees: ReadonlyMap<string, unknown>,
  holdsCode: (holder: string, deployed: string) => boolean = () => true,
): Map<string, Embedded> {
  const definitions = new Map<number, Definition>();
  const contracts: Definition[] = [];
  for (const [file, tree] of trees) collect(tree, file, undefined, definitions, contracts);
  const uses = new Map<number, Use[]>();
  const usesOf = (id: number): Use[] => {
    const known = uses.get(id);
    if (known !== undefined) return known;
    const found: Use[] = [];
    const definition = definitions.get(id);
    if (definition !== undefined) walk(definition.node, (node) => found.push(...references(node)));
    uses.set(id, found);
    return found;
  };
  const result = new Map<string, Embedded>();
  for (const contract of contracts) {
    if (contract.node['contractKind'] === 'interface' || contract.node['abstract'] === true) continue;
    const name = nameOf(contract);
    const files = new Map<string, { begin: number; end: number }[]>();
    const bases = new Set<number>();
    const seen = new Set<number>();
    const open: number[] = [];
    const inherit = ({ node }: Definition): void => {
      for (const id of node['linearizedBaseContracts'] as number[]) {
        bases.add(id);
        if (!seen.has(id)) open.push(id);
        seen.add(id);
      }
    };
    inherit(contract);
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const definition = definitions.get(id);
      if (definition === undefined) continue;
      files.set(definition.file, [...(files.get(definition.file) ?? []), rangeOf(definition.node)]);
      for (const { id: used, isNew } of usesOf(id)) {
        const target = definitions.get(used);
        if (target === undefined) continue;
        if (isNew && !bases.has(used) && holdsCode(name, nameOf(target))) inherit(target);
        if (seen.has(used) || !isInlined(target, bases)) continue;
        seen.add(used);
        open.push(used);
      }
    }
    result.set(name, files);
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

interface Use {
  id: number;
  /** A contract that is deployed there. */
  isNew: boolean;
}

/** What a node refers to: names, members, operators of user-defined types, contracts that are deployed. */
function references(node: Node): Use[] {
  const deployed = node.nodeType === 'NewExpression' && isNode(node['typeName']) ? [node['typeName']] : [];
  return [
    ...['referencedDeclaration', 'function'].map((field) => ({ id: node[field], isNew: false })),
    ...deployed.map((type) => ({ id: type['referencedDeclaration'], isNew: true })),
  ].filter((use): use is Use => typeof use.id === 'number');
}

function nameOf({ file, node }: Definition): string {
  return `${file}:${String(node['name'])}`;
}

/** Whether using a definition puts its code in. Functions of another contract are called; whole contracts are deployed. */
function isInlined({ node, inside }: Definition, bases: ReadonlySet<number>): boolean {
  if (node.nodeType === 'ContractDefinition') return false;
  if (inside === undefined || bases.has(inside.id) || node.nodeType === 'VariableDeclaration') return true;
  return inside['contractKind'] === 'library' && node['visibility'] !== 'external' && node['visibility'] !== 'public';
}
