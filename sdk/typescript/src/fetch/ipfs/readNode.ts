import { decode } from '@ipld/dag-pb';
import type { PBLink } from '@ipld/dag-pb';
import { UnixFS } from 'ipfs-unixfs';
import type { CID } from 'multiformats/cid';
import { FetchError } from '../FetchError.ts';
import { RAW } from './codes.ts';

/** A block of a file or a directory, its hash checked already. */
export type IpfsNode =
  /** `sizes` are the lengths of the contents that the links lead to. */
  | {
      readonly kind: 'file';
      readonly data: Uint8Array;
      readonly links: readonly PBLink[];
      readonly sizes: readonly bigint[];
    }
  | { readonly kind: 'directory'; readonly links: readonly PBLink[] }
  | { readonly kind: 'link' }
  | { readonly kind: 'unsupported' };

function parse(block: Uint8Array): { unixfs: UnixFS; links: readonly PBLink[] } {
  const { Data: data, Links: links } = decode(block);
  if (!data) throw new RangeError('the node carries no data');
  return { unixfs: UnixFS.unmarshal(data), links };
}

/**
 * Reads a block.
 *
 * @param cid Its CID, of codec raw or dag-pb.
 * @param block Its bytes, which have the CID's hash.
 * @throws FetchError `block-malformed`
 */
export function readNode(cid: CID, block: Uint8Array): IpfsNode {
  if (cid.code === RAW) return { kind: 'file', data: block, links: [], sizes: [] };
  let node: ReturnType<typeof parse>;
  try {
    node = parse(block);
  } catch (cause) {
    throw new FetchError('block-malformed', `${cid.toString()}: ${String(cause)}`, { cause });
  }
  const { unixfs, links } = node;
  switch (unixfs.type) {
    case 'file':
    case 'raw': {
      if (links.length !== unixfs.blockSizes.length) {
        throw new FetchError(
          'block-malformed',
          `${cid.toString()}: ${unixfs.blockSizes.length} sizes, ${links.length} links`,
        );
      }
      return { kind: 'file', data: unixfs.data ?? new Uint8Array(), links, sizes: unixfs.blockSizes };
    }
    case 'directory':
      return { kind: 'directory', links };
    case 'symlink':
      return { kind: 'link' };
    default:
      return { kind: 'unsupported' };
  }
}
