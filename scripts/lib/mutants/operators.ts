/** What is changed at a node of the syntax tree: the mutation operators usual for Solidity. */
import type { Node } from './embedding.ts';
import { isNode } from './embedding.ts';

/** A part of the source, in bytes, and what takes its place. */
export interface Change {
  operator: string;
  begin: number;
  end: number;
  replacement: string;
}

/** The source as solc counts it, in bytes. */
export class SourceText {
  readonly #bytes: Buffer;

  constructor(text: string) {
    this.#bytes = Buffer.from(text);
  }

  /** The text between two places. */
  slice(begin: number, end: number): string {
    return this.#bytes.subarray(begin, end).toString('utf8');
  }

  /** The text of a node. */
  of(node: Node): string {
    const { begin, end } = range(node);
    return this.slice(begin, end);
  }

  /** The whole, changed. */
  replace({ begin, end, replacement }: Change): string {
    return this.slice(0, begin) + replacement + this.slice(end, this.#bytes.length);
  }

  /** The line of a place, from 1. */
  lineOf(at: number): number {
    return this.slice(0, at).split('\n').length;
  }
}

const BINARY: Record<string, readonly (readonly [operator: string, becomes: string])[]> = {
  '<': [
    ['boundary', '<='],
    ['relational', '>='],
  ],
  '<=': [
    ['boundary', '<'],
    ['relational', '>'],
  ],
  '>': [
    ['boundary', '>='],
    ['relational', '<='],
  ],
  '>=': [
    ['boundary', '>'],
    ['relational', '<'],
  ],
  '==': [['relational', '!=']],
  '!=': [['relational', '==']],
  '+': [['arithmetic', '-']],
  '-': [['arithmetic', '+']],
  '*': [['arithmetic', '/']],
  '/': [['arithmetic', '*']],
  '%': [['arithmetic', '/']],
  '**': [['arithmetic', '*']],
  '&&': [['logical', '||']],
  '||': [['logical', '&&']],
  '&': [['bitwise', '|']],
  '|': [['bitwise', '&']],
  '^': [['bitwise', '|']],
  '<<': [['shift', '>>']],
  '>>': [['shift', '<<']],
};

const ASSIGNMENT: Record<string, string> = {
  '+=': '-=',
  '-=': '+=',
  '*=': '/=',
  '/=': '*=',
  '|=': '=',
  '&=': '|=',
  '^=': '=',
  '<<=': '>>=',
  '>>=': '<<=',
};

const YUL: Record<string, string> = {
  add: 'sub',
  sub: 'add',
  mul: 'div',
  div: 'mul',
  and: 'or',
  or: 'and',
  lt: 'gt',
  gt: 'lt',
  shl: 'shr',
  shr: 'shl',
  eq: 'lt',
};

/** All changes at one node. */
export function changesAt(node: Node, source: SourceText, parent: Node | undefined): Change[] {
  switch (node.nodeType) {
    case 'BinaryOperation':
      return atBinary(node, source);
    case 'Assignment':
      return atAssignment(node, source);
    case 'UnaryOperation':
      return atUnary(node, source);
    case 'Literal':
      return atLiteral(node, parent);
    case 'IfStatement':
    case 'WhileStatement':
      return atCondition(node);
    case 'Conditional':
      return atConditional(node, source);
    case 'ExpressionStatement':
      return [remove(node, 'statement', source)];
    case 'EmitStatement':
      return [remove(node, 'emit', source)];
    case 'RevertStatement':
      return [remove(node, 'revert', source)];
    case 'Break':
    case 'Continue':
      return [remove(node, 'jump', source)];
    case 'FunctionCall':
      return atCall(node, source);
    case 'ModifierInvocation':
      return node['kind'] === 'modifierInvocation' ? [whole(node, 'modifier', '')] : [];
    case 'VariableDeclaration':
      return atDeclaration(node, source);
    case 'Return':
      return atReturn(node);
    case 'YulFunctionCall':
      return atYulCall(node);
    case 'YulLiteral':
      return atYulLiteral(node);
    default:
      return [];
  }
}

/** Where a node stands, in bytes. */
export function range({ src }: Node): { begin: number; end: number } {
  const [begin = 0, length = 0] = src.split(':').map(Number);
  return { begin, end: begin + length };
}

function whole(node: Node, operator: string, replacement: string): Change {
  return { operator, ...range(node), replacement };
}

/** A statement that is gone. Its semicolon is no part of the node; the step of a for loop has none. */
function remove(node: Node, what: string, source: SourceText): Change {
  const { begin, end } = range(node);
  const hasSemicolon = source.slice(end, end + 1) === ';';
  return {
    operator: `remove-${what}`,
    begin,
    end: hasSemicolon ? end + 1 : end,
    replacement: hasSemicolon ? '{}' : '',
  };
}

function child(node: Node, field: string): Node | undefined {
  const value = node[field];
  return isNode(value) ? value : undefined;
}

/** The operator between two operands; comments between them would be found instead, so it is looked for outside of them. */
function between(
  left: Node,
  right: Node,
  token: string,
  source: SourceText,
): { begin: number; end: number } | undefined {
  const [from, to] = [range(left).end, range(right).begin];
  const at = source.slice(from, to).indexOf(token);
  if (at < 0) return undefined;
  const begin = from + Buffer.byteLength(source.slice(from, to).slice(0, at));
  return { begin, end: begin + token.length };
}

function atBinary(node: Node, source: SourceText): Change[] {
  const [left, right] = [child(node, 'leftExpression'), child(node, 'rightExpression')];
  const token = String(node['operator']);
  if (left === undefined || right === undefined) return [];
  const place = between(left, right, token, source);
  if (place === undefined) return [];
  return (BINARY[token] ?? []).map(([operator, replacement]) => ({ operator, ...place, replacement }));
}

function atAssignment(node: Node, source: SourceText): Change[] {
  const [left, right] = [child(node, 'leftHandSide'), child(node, 'rightHandSide')];
  const token = String(node['operator']);
  const replacement = ASSIGNMENT[token];
  if (left === undefined || right === undefined || replacement === undefined) return [];
  const place = between(left, right, token, source);
  return place === undefined ? [] : [{ operator: 'assignment', ...place, replacement }];
}

function atUnary(node: Node, source: SourceText): Change[] {
  const token = String(node['operator']);
  const operand = child(node, 'subExpression');
  if (operand === undefined) return [];
  const text = source.of(operand);
  const other = token === '++' ? '--' : '++';
  if (token === '++' || token === '--') {
    return [whole(node, 'unary', node['prefix'] === true ? `${other}${text}` : `${text}${other}`)];
  }
  return ['!', '-', '~'].includes(token) ? [whole(node, 'unary', text)] : [];
}

function atLiteral(node: Node, parent: Node | undefined): Change[] {
  const value = String(node['value']);
  if (node['kind'] === 'bool') return [whole(node, 'constant', value === 'true' ? 'false' : 'true')];
  // Lengths of arrays are types, and addresses and strings aren't numbers.
  if (node['kind'] !== 'number' || parent?.nodeType === 'ArrayTypeName') return [];
  const plain = value.replaceAll('_', '');
  if (!/^(0x[0-9a-f]+|[0-9]+)$/i.test(plain)) return [];
  const { begin } = range(node);
  const number = BigInt(plain);
  const neighbours = number === 0n ? [1n] : [number + 1n, number - 1n];
  return neighbours.map((neighbour) => ({
    operator: 'constant',
    begin,
    end: begin + Buffer.byteLength(value),
    // As long as it was, because the length of a hexadecimal number can be its type.
    replacement: plain.startsWith('0x')
      ? `0x${neighbour.toString(16).padStart(plain.length - 2, '0')}`
      : String(neighbour),
  }));
}

/** Comparisons in it are turned round where they stand; here the whole test vanishes. */
function atCondition(node: Node): Change[] {
  const condition = child(node, 'condition');
  return condition === undefined ? [] : [whole(condition, 'condition', 'false')];
}

function atConditional(node: Node, source: SourceText): Change[] {
  const condition = child(node, 'condition');
  return condition === undefined ? [] : [whole(condition, 'condition', `!(${source.of(condition)})`)];
}

function atCall(node: Node, source: SourceText): Change[] {
  const found = node['arguments'];
  if (!Array.isArray(found) || ((node['names'] as unknown[] | undefined) ?? []).length > 0) return [];
  const args = (found as unknown[]).filter(isNode);
  const changes: Change[] = [];
  for (const [i, one] of args.entries()) {
    const other = args[i + 1];
    if (other === undefined || typeOf(one) !== typeOf(other)) continue;
    const [first, second] = [source.of(one), source.of(other)];
    if (first === second) continue;
    const between = source.slice(range(one).end, range(other).begin);
    const replacement = `${second}${between}${first}`;
    changes.push({ operator: 'swap-arguments', begin: range(one).begin, end: range(other).end, replacement });
  }
  return changes;
}

function typeOf(node: Node): string {
  return String((node['typeDescriptions'] as { typeString?: string } | undefined)?.typeString);
}

function atDeclaration(node: Node, source: SourceText): Change[] {
  if (node['stateVariable'] === true || node['storageLocation'] !== 'storage') return [];
  const { begin } = range(node);
  const at = source.of(node).indexOf(' storage ');
  return at < 0 ? [] : [{ operator: 'copy', begin: begin + at + 1, end: begin + at + 8, replacement: 'memory' }];
}

function atReturn(node: Node): Change[] {
  const expression = child(node, 'expression');
  if (expression === undefined) return [];
  const type = typeOf(expression);
  const zero = /^(bool)$/.test(type)
    ? 'false'
    : /^(u?int|int_const)/.test(type)
      ? '0'
      : /^(bytes\d+|address)$/.test(type)
        ? `${type}(0)`
        : undefined;
  return zero === undefined ? [] : [whole(expression, 'return', zero)];
}

function atYulCall(node: Node): Change[] {
  const name = child(node, 'functionName');
  const replacement = YUL[String(name?.['name'])];
  return name === undefined || replacement === undefined ? [] : [whole(name, 'assembly', replacement)];
}

function atYulLiteral(node: Node): Change[] {
  const value = String(node['value']);
  if (node['kind'] !== 'number') return [];
  const number = BigInt(value);
  return (number === 0n ? [1n] : [number + 1n, number - 1n]).map((other) => whole(node, 'assembly', String(other)));
}
