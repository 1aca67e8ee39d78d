import { LABEL } from '../constants.ts';
import { encodeCbor } from '../wire/encodeCbor.ts';

/** The exporter context of every secret that HPKE gives to the key schedule; 32 bytes are exported. */
export const EXPORT_CONTEXT: Uint8Array = encodeCbor([LABEL, 'handshake']);
