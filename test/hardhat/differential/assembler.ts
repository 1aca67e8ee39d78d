/** EVM instructions by name, as far as `batchCallCode` needs them. */
const OPCODES: Readonly<Record<string, string>> = {
  ADD: '01',
  LT: '10',
  AND: '16',
  OR: '17',
  SHL: '1b',
  SHR: '1c',
  CALLDATALOAD: '35',
  CALLDATASIZE: '36',
  CALLDATACOPY: '37',
  RETURNDATASIZE: '3d',
  RETURNDATACOPY: '3e',
  POP: '50',
  MSTORE: '52',
  JUMP: '56',
  JUMPI: '57',
  GAS: '5a',
  JUMPDEST: '5b',
  DUP1: '80',
  DUP2: '81',
  DUP3: '82',
  DUP4: '83',
  DUP5: '84',
  DUP6: '85',
  DUP7: '86',
  SWAP1: '90',
  SWAP2: '91',
  RETURN: 'f3',
  STATICCALL: 'fa',
};

/** Turns instructions into code: `12` pushes a number, `:x` marks a place and `@x` pushes it. */
function assemble(source: string): string {
  const places = new Map<string, number>();
  const parts: (string | { place: string })[] = [];
  let size = 0;
  for (const token of source.split(/\s+/).filter((text) => text !== '')) {
    if (token.startsWith(':')) {
      places.set(token.slice(1), size);
      parts.push('5b');
      size += 1;
    } else if (token.startsWith('@')) {
      parts.push({ place: token.slice(1) });
      size += 2;
    } else if (/^\d/.test(token)) {
      const number = BigInt(token).toString(16);
      const bytes = number.padStart(2 * Math.ceil(number.length / 2), '0');
      parts.push((0x5f + bytes.length / 2).toString(16) + bytes);
      size += 1 + bytes.length / 2;
    } else {
      const opcode = OPCODES[token];
      if (opcode === undefined) throw new Error(`unknown instruction ${token}`);
      parts.push(opcode);
      size += 1;
    }
  }
  const code = parts.map((part) => {
    if (typeof part === 'string') return part;
    const place = places.get(part.place);
    if (place === undefined) throw new Error(`unknown place ${part.place}`);
    return `60${place.toString(16).padStart(2, '0')}`;
  });
  return `0x${code.join('')}`;
}

/**
 * Code that makes many static calls in one `eth_call`. It is put at an address of the test chain, where nothing else is.
 * Input: for each call 20 bytes of address, 4 of length, then the call data.
 * Output: for each call 1 byte of success, 4 of length, then what it returned.
 */
export const BATCH_CALL_CODE = assemble(`
  0 0                                                   ${'' /* out in */}
  :next CALLDATASIZE DUP2 LT @call JUMPI
    POP 0 RETURN
  :call DUP1 CALLDATALOAD
    DUP1 64 SHR 0xffffffff AND                          ${'' /* out in word length */}
    SWAP1 96 SHR SWAP2 24 ADD                           ${'' /* out address length in */}
    DUP2 DUP2 DUP6 CALLDATACOPY
    DUP2 ADD SWAP2                                      ${'' /* out in length address */}
    0 0 DUP4 DUP7 DUP5 GAS STATICCALL
    248 SHL RETURNDATASIZE 216 SHL OR DUP5 MSTORE       ${'' /* header written at out */}
    POP POP SWAP1 5 ADD                                 ${'' /* in out */}
    RETURNDATASIZE 0 DUP3 RETURNDATACOPY
    RETURNDATASIZE ADD SWAP1 @next JUMP
`);
