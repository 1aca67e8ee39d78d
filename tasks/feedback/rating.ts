import { ZeroHash } from 'ethers';
import type { FeedbackInput } from '../../sdk/typescript/src/client/index.ts';
import { TaskError } from '../lib/TaskError.ts';
import { readContentHash } from '../lib/readContentHash.ts';
import { formatFixedPoint, readDecimal } from '../lib/readDecimal.ts';

/** What a rating says, as options. */
export interface RatingArguments {
  readonly value: string;
  readonly tag1: string;
  readonly tag2: string;
  readonly endpoint: string;
  readonly uri: string;
  readonly hash: string;
  readonly file: string;
}

/** A rating without the agent. */
export type Rating = Omit<FeedbackInput, 'agentId'>;

/**
 * Reads a rating. Its decimals are those that were written: `4.50` has two.
 *
 * @throws {TaskError} `bad-decimal`, `bad-word`, `two-hashes`, `file-fault`; `uri-missing` for a hash of nothing.
 */
export function readRating(args: RatingArguments): Rating {
  const { value, decimals } = readDecimal(args.value, '--value');
  const feedbackHash = readContentHash(args.hash, args.file);
  if (feedbackHash !== ZeroHash && args.uri === '') {
    throw new TaskError('uri-missing', 'a hash needs the URI of what it is of', { field: '--uri' });
  }
  const { tag1, tag2, endpoint, uri } = args;
  return { value, valueDecimals: decimals, tag1, tag2, endpoint, feedbackURI: uri, feedbackHash };
}

/** `87` or `4.50 (starred, week)`. */
export function describeRating({
  value,
  valueDecimals,
  tag1,
  tag2,
}: Pick<Rating, 'value' | 'valueDecimals' | 'tag1' | 'tag2'>): string {
  const tags = [tag1, tag2].filter((tag) => tag !== '').join(', ');
  const number = formatFixedPoint({ value: BigInt(value), decimals: Number(valueDecimals) });
  return tags === '' ? number : `${number} (${tags})`;
}
