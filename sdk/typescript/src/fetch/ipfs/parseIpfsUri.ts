import { CID } from 'multiformats/cid';
import { FetchError } from '../FetchError.ts';
import { DAG_PB, RAW, SHA2_256 } from './codes.ts';

/** A CID and the path below it. */
export interface IpfsUri {
  readonly cid: CID;
  readonly path: readonly string[];
}

/** A CID of sha2-256 takes at most 73 characters; base58 takes quadratic time. */
const LONGEST_CID = 128;

/** Reads a CID and holds it to the codecs and the hash that can be checked here. */
function readCid(text: string): CID {
  let cid: CID;
  try {
    if (text.length > LONGEST_CID) throw new RangeError(`longer than ${LONGEST_CID} characters`);
    cid = CID.parse(text);
  } catch (cause) {
    throw new FetchError('cid-malformed', JSON.stringify(text.slice(0, 100)), { cause });
  }
  const isSha256 = cid.multihash.code === SHA2_256 && cid.multihash.digest.length === 32;
  if (!isSha256 || (cid.code !== RAW && cid.code !== DAG_PB)) {
    throw new FetchError('cid-unsupported', `codec ${cid.code}, hash ${cid.multihash.code}`, {
      details: { codec: cid.code, hash: cid.multihash.code },
    });
  }
  return cid;
}

function readSegment(text: string): string {
  let name: string;
  try {
    name = decodeURIComponent(text);
  } catch (cause) {
    throw new FetchError('uri-malformed', `the path segment ${JSON.stringify(text.slice(0, 100))}`, { cause });
  }
  if (name === '.' || name === '..' || name.includes('/')) {
    throw new FetchError('uri-malformed', `the path segment ${JSON.stringify(text.slice(0, 100))}`);
  }
  return name;
}

/**
 * Takes an ipfs URI apart. Query and fragment are no part of what it leads to.
 *
 * @param uri `ipfs://<CID>[/<path>]`; the CID of version 0, or of version 1 in base32, base36 or base58.
 * @throws FetchError `uri-malformed`, `cid-malformed` or `cid-unsupported`.
 */
export function parseIpfsUri(uri: string): IpfsUri {
  const match = /^ipfs:\/\/([^/?#]*)([^?#]*)/i.exec(uri);
  if (!match) throw new FetchError('uri-malformed', 'expected ipfs:// and a CID');
  const [, cid = '', path = ''] = match;
  const segments = path.split('/').filter((segment) => segment !== '');
  return { cid: readCid(cid), path: segments.map(readSegment) };
}
