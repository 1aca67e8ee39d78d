import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { createHpkeRecipient, createHpkeSender } from '../src/index.ts';
import type { HpkeIds, HpkePsk, HpkeRecipient } from '../src/index.ts';
import { judge, readCases } from './types.ts';
import type { CaseResult } from './types.ts';

interface Encryption {
  readonly seq: number;
  readonly pt: string;
  readonly aad: string;
  readonly ct: string;
}

interface HpkeCase {
  readonly id: string;
  readonly kem_id: number;
  readonly kdf_id: number;
  readonly aead_id: number;
  readonly info: string;
  readonly pkRm: string;
  readonly skRm: string;
  readonly skSm?: string;
  readonly pkSm?: string;
  readonly psk?: string;
  readonly psk_id?: string;
  readonly enc: string;
}

interface PositiveCase extends HpkeCase {
  readonly ikmE: string;
  readonly encryptions: readonly Encryption[];
  readonly exports: readonly {
    readonly exporter_context: string;
    readonly L: number;
    readonly exported_value: string;
  }[];
}

interface NegativeCase extends HpkeCase {
  readonly derivedFrom: string;
  readonly seq: number;
  readonly aad: string;
  readonly ct: string;
}

/** Judges vectors for HPKE: `cases` with every encryption and export, and `negative`, which must not open. */
export async function rfc9180(vectors: Readonly<Record<string, unknown>>): Promise<readonly CaseResult[]> {
  const cases = readCases(vectors, 'cases') as readonly PositiveCase[];
  const results: CaseResult[] = [];
  for (const vector of cases) {
    results.push(await judge(vector.id, 'as in the vector', () => findDifference(vector)));
  }
  for (const vector of readCases(vectors, 'negative') as readonly NegativeCase[]) {
    const original = cases.find(({ id }) => id === vector.derivedFrom);
    results.push(await judge(vector.id, 'refused', () => open(vector, original)));
  }
  return results;
}

function idsOf({ kem_id: kem, kdf_id: kdf, aead_id: aead }: HpkeCase): HpkeIds {
  return { kem, kdf, aead };
}

function pskOf({ psk, psk_id: id }: HpkeCase): HpkePsk | undefined {
  return psk === undefined || id === undefined ? undefined : { key: hexToBytes(psk), id: hexToBytes(id) };
}

function maybeBytes(hex: string | undefined): Uint8Array | undefined {
  return hex === undefined ? undefined : hexToBytes(hex);
}

function recipientOf(vector: HpkeCase): Promise<HpkeRecipient> {
  return createHpkeRecipient({
    ids: idsOf(vector),
    recipientPrivateKey: hexToBytes(vector.skRm),
    enc: hexToBytes(vector.enc),
    info: hexToBytes(vector.info),
    psk: pskOf(vector),
    senderPublicKey: maybeBytes(vector.pkSm),
  });
}

/** Seals, opens and exports as the vector says; the first thing that differs. */
async function findDifference(vector: PositiveCase): Promise<string> {
  const { info, pkRm, skSm, ikmE, enc, encryptions, exports } = vector;
  const sender = await createHpkeSender(
    {
      ids: idsOf(vector),
      recipientPublicKey: hexToBytes(pkRm),
      info: hexToBytes(info),
      psk: pskOf(vector),
      senderPrivateKey: maybeBytes(skSm),
    },
    hexToBytes(ikmE),
  );
  if (bytesToHex(sender.enc) !== enc) return `enc ${bytesToHex(sender.enc)}`;
  const recipient = await recipientOf(vector);
  const wanted = new Map(encryptions.map((encryption) => [encryption.seq, encryption]));
  for (let seq = 0; seq <= Math.max(-1, ...wanted.keys()); seq++) {
    const { pt = '', aad = '', ct } = wanted.get(seq) ?? {};
    const sealed = await sender.seal(hexToBytes(pt), hexToBytes(aad));
    if (ct !== undefined && bytesToHex(sealed) !== ct) return `ciphertext ${seq}: ${bytesToHex(sealed)}`;
    const opened = bytesToHex(await recipient.open(sealed, hexToBytes(aad)));
    if (opened !== pt) return `plaintext ${seq}: ${opened}`;
  }
  for (const { exporter_context: context, L, exported_value: value } of exports) {
    for (const side of [sender, recipient]) {
      const exported = bytesToHex(await side.export(hexToBytes(context), L));
      if (exported !== value) return `export of "${context}": ${exported}`;
    }
  }
  return 'as in the vector';
}

/** Opens a ciphertext at its sequence number; what comes before it is taken from the case that it was made of. */
async function open(vector: NegativeCase, original: PositiveCase | undefined): Promise<string> {
  try {
    const recipient = await recipientOf(vector);
    for (let seq = 0; seq < vector.seq; seq++) {
      const before = original?.encryptions.find((encryption) => encryption.seq === seq);
      if (before === undefined) return `can't be judged: ${vector.derivedFrom} has no encryption ${seq}`;
      await recipient.open(hexToBytes(before.ct), hexToBytes(before.aad));
    }
    await recipient.open(hexToBytes(vector.ct), hexToBytes(vector.aad));
  } catch (error) {
    if (error instanceof Error && 'code' in error) return 'refused';
    throw error;
  }
  return 'opened';
}
