import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { LABEL } from '../constants.ts';

/** The transcript before the first message. */
export const EMPTY_TRANSCRIPT: Uint8Array = sha256(utf8ToBytes(LABEL));
