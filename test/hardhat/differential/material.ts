import type { Random } from './random.ts';

/** The tags of ERC-8004's table, and two of its validation section. */
const KNOWN_TAGS = [
  'starred',
  'reachable',
  'ownerVerified',
  'uptime',
  'successRate',
  'responseTime',
  'blocktimeFreshness',
  'revenues',
  'tradingYield',
  'day',
  'week',
  'month',
  'year',
  'soft',
  'hard',
];
/** Tags around the limits of 31, 32 and 256 bytes, and such as differ only in bytes that are easily lost. */
const EDGE_TAGS = [
  'a',
  'a\0',
  'a\0\0',
  '\0',
  'starred\0',
  'Starred',
  'stärred',
  '信頼',
  'x'.repeat(30),
  'x'.repeat(31),
  'x'.repeat(32),
  `${'x'.repeat(31)}\0`,
  'x'.repeat(33),
  `${'y'.repeat(254)}é`,
  'z'.repeat(256),
  `${'z'.repeat(255)}w`,
];
const PLAIN_TAGS = Array.from({ length: 30 }, (_, i) => `custom-tag-${i}`);

const BEGINNINGS = [
  '',
  'ipfs://',
  'https://',
  'data:application/json;base64,',
  'data:application/json;utf8,',
  'data:application/json,',
  'http://',
  'ar://',
];
/** Almost one of the beginnings that registries may shorten. */
const LOOKALIKES = [
  'ipfs:/',
  'IPFS://',
  'https:/',
  'data:application/json;',
  'data:application/json',
  'ar:/',
  'ipfs\0//',
];
/** Lengths around the places where storage of a text may change. */
const EDGE_LENGTHS = [0, 1, 6, 7, 8, 9, 30, 31, 32, 33, 38, 39, 40, 41, 63, 64, 65, 70, 71, 72, 73, 95, 96, 97, 128];

const METADATA_KEYS = ['name', 'model', 'version', '', 'agentWalle', 'agentWallets', 'AgentWallet', 'agentwallet\0'];
const EDGE_KEYS = ['k'.repeat(31), 'k'.repeat(32), 'k'.repeat(100), 'clé', 'agentWallet '];

const MAX_VALUE = 10n ** 38n;
const INT64_LIMIT = 2n ** 63n;
const INT128_LIMIT = 2n ** 127n;
const TEXT_POOL_SIZE = 1 << 16;

/** Random arguments, dense where a fault would hide. */
export class Material {
  readonly #random: Random;
  readonly #pool: string;

  constructor(random: Random) {
    this.#random = random;
    let pool = '';
    for (let i = 0; i < TEXT_POOL_SIZE; ++i) pool += String.fromCharCode(random.between(32, 126));
    this.#pool = pool;
  }

  /** A text of exactly so many bytes; now and then with characters of two bytes. */
  text(length: number): string {
    const start = this.#random.below(TEXT_POOL_SIZE - length);
    if (length < 2 || !this.#random.chance(10)) return this.#pool.slice(start, start + length);
    return `é${this.#pool.slice(start, start + length - 2)}`;
  }

  uri(): string {
    const random = this.#random;
    return random.weighted<() => string>([
      [10, () => ''],
      [60, () => random.pick(BEGINNINGS) + this.text(random.pick(EDGE_LENGTHS))],
      [20, () => random.pick(BEGINNINGS) + this.text(random.below(200))],
      [8, () => random.pick(LOOKALIKES) + this.text(random.below(60))],
      [0.1, () => `${this.text(random.below(40))}\0`],
      [0.8, () => random.pick(BEGINNINGS) + this.text(random.between(1025, 3000))],
      [0.05, () => random.pick(BEGINNINGS) + this.text(24_575)],
    ])();
  }

  /** Just too long for the code of one contract, whatever the beginning. */
  longURI(): string {
    return this.#random.pick(BEGINNINGS) + this.text(this.#random.between(24_576, 24_580));
  }

  /** A URI that is only in events. */
  link(): string {
    return this.#random.chance(20) ? '' : `https://${this.text(this.#random.below(60))}`;
  }

  metadataKey(): string {
    return this.#random.pick(this.#random.chance(85) ? METADATA_KEYS : EDGE_KEYS);
  }

  metadataValue(): string {
    const random = this.#random;
    return random.weighted<() => string>([
      [10, () => '0x'],
      [60, () => random.hex(random.below(70))],
      [20, () => random.hex(random.pick([1, 31, 32, 33, 63, 64, 65, 96]))],
      [9.9, () => random.hex(random.below(400))],
      [0.1, () => random.hex(8192)],
    ])();
  }

  tag(): string {
    const random = this.#random;
    return random.weighted<() => string>([
      [35, () => ''],
      [35, () => random.pick(KNOWN_TAGS)],
      [20, () => random.pick(PLAIN_TAGS)],
      [6, () => random.pick(EDGE_TAGS)],
      [4, () => this.text(random.between(1, 50))],
    ])();
  }

  longTag(): string {
    return this.text(this.#random.pick([257, 257, 258, 300, 1000]));
  }

  decimals(): bigint {
    const random = this.#random;
    return random.weighted<() => bigint>([
      [40, () => 0n],
      [25, () => 2n],
      [10, () => 18n],
      [25, () => BigInt(random.below(19))],
    ])();
  }

  value(): bigint {
    const random = this.#random;
    const signed = (value: bigint): bigint => (random.chance(50) ? value : -value);
    return random.weighted<() => bigint>([
      [50, () => BigInt(random.below(101))],
      [15, () => signed(BigInt(random.below(1000)))],
      [12, () => signed(random.bigint(64))],
      [8, () => random.pick([INT64_LIMIT - 1n, INT64_LIMIT, -INT64_LIMIT, -INT64_LIMIT - 1n, -1n, 0n, 1n])],
      [8, () => signed(random.bigint(126))],
      [5, () => signed(MAX_VALUE)],
      [2, () => signed(MAX_VALUE - 1n)],
    ])();
  }

  valueOutOfRange(): bigint {
    const random = this.#random;
    return random.pick([
      MAX_VALUE + 1n,
      -MAX_VALUE - 1n,
      INT128_LIMIT - 1n,
      -INT128_LIMIT,
      MAX_VALUE + random.bigint(100) + 1n,
    ]);
  }
}
