// Who counts as having shown to hold a key: every state that the contract knows, over a scripted chain.
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { concat, fromBytes, toBytes } from 'ox/Hex';
import { ChainError } from '../../src/chain/ChainError.ts';
import type { ChainErrorCode } from '../../src/chain/ChainError.ts';
import { readKeysInForce } from '../../src/chain/readKeysInForce.ts';
import type { AgentFacts, KeyFacts } from '../../src/chain/types.ts';
import { createKeyProofRequest } from '../../src/client/createKeyProofRequest.ts';
import type { Hex } from '../../src/client/types.ts';
import { AGENT_ID, CHAIN_ID, NOW, PUBLIC_KEY, SAGE, createReader, idOf } from '../verdict/scriptedReader.ts';
import type { Script, ScriptedKey } from '../verdict/scriptedReader.ts';
import { DID, OWNER } from './FakeNode.ts';

const SECRET = new Uint8Array(32).fill(7);
const FORMER: Hex = `0x${'bb'.repeat(20)}`;
const AGREEMENT = fromBytes(x25519.getPublicKey(new Uint8Array(32).fill(8)));
/** A point of order eight, which added to a key takes it out of the subgroup of prime order. */
const TORSION = ed25519.Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
const MIXED = fromBytes(ed25519.Point.fromBytes(toBytes(PUBLIC_KEY)).add(TORSION).toBytes());

function sign(key: ScriptedKey, owner: Hex = OWNER, nonce = 0): Hex {
  const contract = { chainId: CHAIN_ID, address: SAGE };
  const { digest } = createKeyProofRequest({ contract, did: DID, owner, keyId: idOf(key), nonce });
  return fromBytes(ed25519.sign(toBytes(digest), SECRET));
}

async function find(script: Script, at = 0): Promise<{ agent: AgentFacts; key: KeyFacts }> {
  const facts = await createReader(script).open();
  const { value: agent } = await facts.agent(AGENT_ID);
  const { value: key } = await facts.key(AGENT_ID, idOf(script.keys?.[at] ?? {}));
  if (agent === undefined) throw new Error('the script has an agent');
  return { agent, key };
}

/** Whether the key at a position of the script counts as proved. */
async function isProved(script: Script, at = 0): Promise<boolean> {
  const { agent, key } = await find(script, at);
  return (await (await createReader(script).open()).isKeyProved(agent, key)).value;
}

async function expectFault(action: () => Promise<unknown>, code: ChainErrorCode): Promise<void> {
  let fault: unknown;
  await action().catch((error: unknown) => (fault = error));
  expect(fault).to.be.instanceOf(ChainError).with.property('code', code);
}

describe('proofs of keys', () => {
  const emitted = { state: 'proof-emitted', proof: sign({}) } as const;

  it('what the contract checked needs no proof; a key that was never there has none', async () => {
    expect(await isProved({ keys: [{}] })).to.equal(true);
    expect(await isProved({ keys: [{ state: 'none' }] })).to.equal(false);
    expect(await isProved({ keys: [{ keyType: 'x25519', publicKey: AGREEMENT, state: 'attested' }] })).to.equal(true);
    // The contract attests keys for agreement only.
    expect(await isProved({ keys: [{ state: 'attested' }] })).to.equal(false);
    expect(await isProved({ keys: [{ state: 'attestation-emitted', proof: sign({}) }] })).to.equal(false);
  });

  it('an emitted proof is a signature of the key over DID, owner, id and nonce', async () => {
    expect(await isProved({ keys: [emitted] })).to.equal(true);
    expect(await isProved({ keys: [{ ...emitted, nonce: 1 }] })).to.equal(false);
    expect(await isProved({ keys: [{ ...emitted, nonce: 1, proof: sign({}, OWNER, 1) }] })).to.equal(true);
    expect(await isProved({ keys: [{ ...emitted, proof: sign({}, FORMER) }] })).to.equal(false);
    expect(await isProved({ keys: [{ ...emitted, proof: '0x11' }] })).to.equal(false);
    const { proof: _, ...without } = emitted;
    expect(await isProved({ keys: [without] })).to.equal(false);
    const agreement = { keyType: 'x25519', publicKey: AGREEMENT } as const;
    expect(await isProved({ keys: [{ ...agreement, state: 'proof-emitted', proof: sign(agreement) }] })).to.equal(
      false,
    );
  });

  it('keys outside of the subgroup of prime order are not proved, whoever checked them', async () => {
    const mixed = { publicKey: MIXED } as const;
    expect(ed25519.Point.fromBytes(toBytes(MIXED)).isTorsionFree()).to.equal(false);
    expect(await isProved({ keys: [mixed] })).to.equal(false);
    expect(await isProved({ keys: [{ ...mixed, state: 'proof-emitted', proof: sign(mixed) }] })).to.equal(false);
  });

  it('an emitted attestation is one by a proved Ed25519 key of the same epoch', async () => {
    const agreement = { keyType: 'x25519', publicKey: AGREEMENT, state: 'attestation-emitted' } as const;
    const attestation = (id: Hex = idOf({}), signature = sign(agreement), key = PUBLIC_KEY): Hex =>
      concat(id, signature, key);
    const judge = (proof: Hex, attester: ScriptedKey = {}): Promise<boolean> =>
      isProved({ keys: [attester, { ...agreement, proof }] }, 1);
    expect(await judge(attestation())).to.equal(true);
    expect(await judge(attestation(), emitted)).to.equal(true);
    expect(await judge(attestation(), { ...emitted, proof: sign({}, FORMER) })).to.equal(false);
    expect(await judge(attestation(), { epoch: 1 })).to.equal(false);
    expect(await judge(attestation(), { state: 'none' })).to.equal(false);
    expect(await judge(attestation(idOf(agreement)))).to.equal(false);
    expect(await judge(attestation(idOf({}), sign({})))).to.equal(false);
    expect(await judge(attestation(idOf({}), sign(agreement), MIXED))).to.equal(false);
    expect(await judge('0x1234')).to.equal(false);
  });

  it('a proof of a former epoch names its owner, whom a log tells', async () => {
    const first = { ...emitted, proof: sign({}, FORMER) };
    const script = { keys: [first], epoch: 2, formerOwners: [FORMER, SAGE] };
    expect(await isProved(script)).to.equal(true);
    expect(await isProved({ ...script, formerOwners: [OWNER, FORMER] })).to.equal(false);
    const second = { ...first, epoch: 1 };
    expect(await isProved({ ...script, keys: [second], formerOwners: [OWNER, FORMER] })).to.equal(true);
    await expectFault(() => isProved({ ...script, formerOwners: [] }), 'logs-missing');
    const { agent, key } = await find(script);
    const { answers } = await (await createReader(script).open()).isKeyProved(agent, key);
    expect(answers.filter(({ kind }) => kind === 'logs')).to.have.length(3);
  });

  it('bytes in the log that are not those of the id are nobody’s', async () => {
    const other = fromBytes(ed25519.getPublicKey(new Uint8Array(32).fill(9)));
    for (const loggedKey of [other, '0x12', `0x${'ff'.repeat(32)}`] as const) {
      await expectFault(() => isProved({ keys: [{ ...emitted, loggedKey }] }), 'logs-missing');
    }
  });

  it('keys in force come in their order, each with its bytes or with why not', async () => {
    const contract = { keyType: 'erc1271', publicKey: FORMER } as const;
    const wrong = { publicKey: MIXED } as const;
    const gone = { keyType: 'x25519', publicKey: AGREEMENT, inForce: false } as const;
    const script = { keys: [contract, emitted, wrong, gone] };
    const facts = await createReader(script).open();
    const { agent } = await find(script);
    const found = await readKeysInForce(facts, agent, NOW);
    expect(found.map((one) => ('publicKey' in one ? one.publicKey : one.leftOut))).to.deep.equal([
      'contract',
      PUBLIC_KEY,
      'proof-wrong',
    ]);
  });
});
