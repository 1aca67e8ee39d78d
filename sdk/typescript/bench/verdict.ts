import { createPrivateKey, createPublicKey, sign as signRaw, verify as verifyRaw } from 'node:crypto';
import { encodeResult, getSelector } from 'ox/AbiFunction';
import type { AbiFunction } from 'ox/AbiFunction';
import { encode as encodeEvent } from 'ox/AbiEvent';
import { encode as encodeParameters } from 'ox/AbiParameters';
import { fromBytes } from 'ox/Hex';
import type { Hex } from 'ox/Hex';
import { ABI, EVENTS } from '../src/chain/abi.ts';
import { computeKeyId } from '../src/client/computeKeyId.ts';
import { createChainReader, formatKeyUrl, signMessage, verifyRequest } from '../src/index.ts';
import type { HttpRequestMessage, RequestPolicy, Rpc } from '../src/index.ts';
import { createNodeSigningKey, createNodeVerificationKey } from '../src/http/node/index.ts';
import type { BenchCase } from './measure.ts';

const PRIVATE = createPrivateKey({
  key: {
    kty: 'OKP',
    crv: 'Ed25519',
    d: 'n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU',
    x: 'JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs',
  },
  format: 'jwk',
});
const PUBLIC = createPublicKey(PRIVATE);
const SAGE: Hex = `0x${'5a'.repeat(20)}`;
const OWNER: Hex = `0x${'aa'.repeat(20)}`;
const HASH: Hex = `0x${'42'.repeat(32)}`;
const DID = 'did:sage:local:bench';

/** A node that knows one agent with one key, whose proof the contract has checked. */
function createRpc(publicKey: Hex, keyId: Hex, timestamp: number): Rpc {
  const answers: readonly (readonly [AbiFunction, unknown])[] = [
    [ABI.agentByDID, 1n],
    [ABI.getAgent, { did: DID, owner: OWNER, isClaimed: true, isActive: true, nonce: 1, epoch: 0, activeKeys: 1 }],
    [
      ABI.getKey,
      {
        ...{ keyId, keyType: 2, state: 1, validFrom: 1, validUntil: 0, compromisedSince: 0, nonce: 0, epoch: 0 },
        proofHash: `0x${'00'.repeat(32)}`,
      },
    ],
    [ABI.ownerOf, OWNER],
    [ABI.getIdentityRegistry, OWNER],
  ];
  const bySelector = new Map(
    answers.map(([abi, output]) => [getSelector(abi), encodeResult(abi, output as readonly unknown[])]),
  );
  const { topics } = encodeEvent(EVENTS.keyAdded, { agentId: 1n, keyId });
  const data = encodeParameters(
    [{ type: 'uint8' }, { type: 'uint8' }, { type: 'uint24' }, { type: 'bytes' }],
    [2, 1, 0, publicKey],
  );
  return {
    request: ({ method, params }) => {
      if (method === 'eth_chainId') return Promise.resolve('0x1');
      if (method === 'eth_getLogs') return Promise.resolve([{ address: SAGE, topics, data, blockNumber: '0x1' }]);
      if (method === 'eth_getBlockByNumber') {
        return Promise.resolve({ number: '0x5', hash: HASH, timestamp: `0x${timestamp.toString(16)}` });
      }
      const [{ data: call }] = params as [{ data: Hex }];
      return Promise.resolve(bySelector.get(call.slice(0, 10) as Hex) ?? '0x');
    },
  };
}

/** What a whole verdict about a request costs with all facts in the cache, beside node:crypto alone. */
export async function verdictCases(): Promise<readonly BenchCase[]> {
  const created = Math.floor(Date.now() / 1000);
  const { x = '' } = PRIVATE.export({ format: 'jwk' });
  const publicKey = fromBytes(Uint8Array.from(Buffer.from(x, 'base64url')));
  const keyId = computeKeyId({ keyType: 'ed25519', publicKey });
  const request: HttpRequestMessage = {
    kind: 'request',
    method: 'GET',
    requestTarget: '/foo?param=Value&Pet=dog',
    targetUri: 'https://example.com/foo?param=Value&Pet=dog',
    fields: [['host', 'example.com']],
    body: new Uint8Array(),
  };
  const signed = await signMessage(request, {
    key: createNodeSigningKey('ed25519', PRIVATE),
    components: ['@method', '@target-uri'],
    parameters: { created, keyid: formatKeyUrl(DID, keyId), nonce: 'bm9uY2U' },
  });
  const message: HttpRequestMessage = {
    ...request,
    fields: [...request.fields, ['signature-input', signed.signatureInput], ['signature', signed.signature]],
  };
  // One block and one moment for the whole run, so that nothing is read again.
  const reader = createChainReader({
    chainId: 1,
    rpcs: [createRpc(publicKey, keyId, created - 1)],
    contracts: { sageRegistry: SAGE },
    now: () => created,
  });
  const policy: RequestPolicy = { reader, now: () => created, createKey: createNodeVerificationKey };
  const { status, message: text } = await verifyRequest(message, policy);
  if (status !== 'valid') throw new Error(`the request of the bench must be valid: ${text}`);
  const base = new TextEncoder().encode(signed.signatureBase);
  const raw = signRaw(null, base, PRIVATE);
  return [
    { name: 'verdict: node:crypto alone', run: () => verifyRaw(null, base, PUBLIC, raw) },
    {
      name: 'verdict: verifyRequest, warm cache',
      base: 'verdict: node:crypto alone',
      run: () => verifyRequest(message, policy),
    },
  ];
}
