import type { PBLink } from '@ipld/dag-pb';
import type { CID } from 'multiformats/cid';
import { FetchError } from '../FetchError.ts';
import type { FetcherSettings } from '../types.ts';
import { DAG_PB, RAW, SHA2_256 } from './codes.ts';
import { fetchBlock } from './fetchBlock.ts';
import { parseIpfsUri } from './parseIpfsUri.ts';
import { readNode } from './readNode.ts';
import type { IpfsNode } from './readNode.ts';

type FileNode = Extract<IpfsNode, { kind: 'file' }>;

/** Fetches nodes and counts them. */
class NodeReader {
  readonly #settings: FetcherSettings;
  readonly #signal: AbortSignal;
  #blocks = 0;

  constructor(settings: FetcherSettings, signal: AbortSignal) {
    this.#settings = settings;
    this.#signal = signal;
  }

  async read(cid: CID): Promise<IpfsNode> {
    const { maxBlocks } = this.#settings;
    this.#blocks += 1;
    if (this.#blocks > maxBlocks) throw new FetchError('ipfs-too-many-blocks', `more than ${maxBlocks}`);
    return readNode(cid, await fetchBlock(cid, this.#settings, this.#signal));
  }
}

/** The CID of a link, held to what can be checked. */
function follow({ Hash: cid }: PBLink): CID {
  const isSha256 = cid.multihash.code === SHA2_256 && cid.multihash.digest.length === 32;
  if (isSha256 && (cid.code === RAW || cid.code === DAG_PB)) return cid;
  throw new FetchError('cid-unsupported', `a link of codec ${cid.code}, hash ${cid.multihash.code}`);
}

/** Goes down a path. */
async function resolve(reader: NodeReader, root: CID, path: readonly string[]): Promise<FileNode> {
  let node = await reader.read(root);
  for (const [depth, segment] of path.entries()) {
    if (node.kind === 'unsupported') throw new FetchError('ipfs-unsupported', `above ${JSON.stringify(segment)}`);
    const links = node.kind === 'directory' ? node.links.filter(({ Name: name }) => name === segment) : [];
    const [link, second] = links;
    if (!link) throw new FetchError('ipfs-not-a-file', `no ${JSON.stringify(path.slice(0, depth + 1).join('/'))}`);
    if (second) throw new FetchError('block-malformed', `a directory has ${JSON.stringify(segment)} twice`);
    node = await reader.read(follow(link));
  }
  if (node.kind === 'unsupported') throw new FetchError('ipfs-unsupported', 'at the end of the path');
  if (node.kind !== 'file') throw new FetchError('ipfs-not-a-file', `a ${node.kind}`);
  return node;
}

/** Appends the content of a file node, checking the lengths that it states, in the order of a depth-first walk. */
async function append(reader: NodeReader, node: FileNode, into: Uint8Array[], left: number): Promise<number> {
  let length = node.data.length;
  const stated = node.sizes.reduce((sum, size) => sum + size, BigInt(length));
  if (stated > BigInt(left)) throw new FetchError('content-too-large', `${stated} bytes, at most ${left} are left`);
  into.push(node.data);
  for (const [index, link] of node.links.entries()) {
    const child = await reader.read(follow(link));
    if (child.kind !== 'file') throw new FetchError('block-malformed', `a part of a file is a ${child.kind}`);
    const size = await append(reader, child, into, left - length);
    if (BigInt(size) !== node.sizes[index]) {
      throw new FetchError('block-malformed', `part ${index} has ${size} bytes instead of ${node.sizes[index] ?? 0n}`);
    }
    length += size;
  }
  return length;
}

/**
 * Fetches a file of IPFS block by block (UnixFS over dag-pb, and raw), every block checked against its CID.
 *
 * @param uri `ipfs://<CID>[/<path>]`
 * @param settings Limits, gateways and `fetch`.
 * @param signal Ends the requests.
 * @throws FetchError
 */
export async function fetchIpfs(uri: string, settings: FetcherSettings, signal: AbortSignal): Promise<Uint8Array> {
  const { cid, path } = parseIpfsUri(uri);
  const reader = new NodeReader(settings, signal);
  const file = await resolve(reader, cid, path);
  const parts: Uint8Array[] = [];
  const bytes = new Uint8Array(await append(reader, file, parts, settings.maxBytes));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
