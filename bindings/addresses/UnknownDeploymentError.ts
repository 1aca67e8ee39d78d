/** There is no suite, or no such part of it, in the address books that were looked into. */
export class UnknownDeploymentError extends Error {
  override readonly name = 'UnknownDeploymentError';
  /** Decimal, as it was asked for. */
  readonly chainId: string;
  /** The part that was asked for; absent when the chain itself is unknown. */
  readonly part?: string;
  /** What is known instead: chain ids, or the parts on this chain. */
  readonly known: readonly string[];

  constructor(chainId: string, part: string | undefined, known: readonly string[]) {
    const what = part === undefined ? `no suite on chain ${chainId}` : `no ${part} on chain ${chainId}`;
    const list = known.length === 0 ? 'none' : known.join(', ');
    super(
      `the address books know ${what}; known: ${list}. Update the package, or pass the book of your own deployment`,
    );
    this.chainId = chainId;
    if (part !== undefined) this.part = part;
    this.known = known;
  }
}
