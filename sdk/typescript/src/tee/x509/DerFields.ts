import { TeeError } from '../TeeError.ts';
import type { DerNode } from './DerNode.ts';

/** Hands out the elements of a constructed DER element in order, each checked for its tag. */
export class DerFields {
  readonly #node: DerNode;
  readonly #what: string;
  #next = 0;

  /** @throws TeeError `certificate-malformed` if `node` has another tag than `tag`. */
  constructor(node: DerNode, tag: number, what: string) {
    if (node.tag !== tag) {
      throw new TeeError('certificate-malformed', `${what} has tag ${node.tag}, not ${tag}`, { offset: node.offset });
    }
    this.#node = node;
    this.#what = what;
  }

  /** The next element, which must be there with this tag; any tag if none is given. */
  take(field: string, tag?: number): DerNode {
    const node = this.#node.children[this.#next];
    if (node === undefined) throw this.fault(`${field} is missing`);
    if (tag !== undefined && node.tag !== tag) throw this.fault(`${field} has tag ${node.tag}, not ${tag}`, node);
    this.#next += 1;
    return node;
  }

  /** The next element if it has one of these tags. */
  takeIf(...tags: readonly number[]): DerNode | undefined {
    const node = this.#node.children[this.#next];
    if (node === undefined || !tags.includes(node.tag)) return undefined;
    this.#next += 1;
    return node;
  }

  /** All elements that are left. */
  rest(): readonly DerNode[] {
    const nodes = this.#node.children.slice(this.#next);
    this.#next = this.#node.children.length;
    return nodes;
  }

  /** Demands that nothing is left. */
  end(): void {
    const node = this.#node.children[this.#next];
    if (node !== undefined) throw this.fault('has an element too many', node);
  }

  fault(problem: string, node: DerNode = this.#node): TeeError {
    return new TeeError('certificate-malformed', `${this.#what}: ${problem}`, { offset: node.offset });
  }
}
