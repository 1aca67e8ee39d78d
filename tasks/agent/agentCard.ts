import { resolve } from 'node:path';
import { createVerificationKey, formatKeyUrl, signAgentCard, verifyAgentCard } from '../../sdk/typescript/src/index.ts';
import type { CardVerification, ChainKey, Jwk } from '../../sdk/typescript/src/index.ts';
import { detectAlgorithm } from '../../sdk/typescript/src/signers/index.ts';
import type { TaskContext } from '../lib/TaskContext.ts';
import { TaskError } from '../lib/TaskError.ts';
import { readBoundAgent } from '../lib/boundAgent.ts';
import { readBytes, writeNewFile } from '../lib/files.ts';
import { openSigner } from '../lib/keys/openKeys.ts';
import { fetchSource, isUri } from '../lib/source.ts';
import type { FetchArguments } from '../lib/source.ts';
import { taskAction } from '../lib/taskAction.ts';
import { toJson } from '../lib/toJson.ts';
import { EXIT } from '../lib/types.ts';
import type { ExitCode, ReadArguments, TaskResult } from '../lib/types.ts';
import { resolveDid } from './resolveDid.ts';
import type { Resolution } from './resolveDid.ts';

export interface CardArguments extends ReadArguments, FetchArguments {
  readonly agent: string;
  /** Path or URI; empty for the A2A service of the registration file. */
  readonly card: string;
  /** Name of the key file that signs; empty to check. */
  readonly sign: string;
  /** Where the signed card goes; empty for stdout. */
  readonly out: string;
  readonly maxHeadAge: number;
}

const EXITS: Readonly<Record<CardVerification['verdict'], ExitCode>> = {
  valid: EXIT.ok,
  invalid: EXIT.refused,
  unknown: EXIT.unknown,
};

/**
 * Checks an A2A agent card against the keys that the chain has for the agent now, or signs one with a key file.
 *
 * @throws {TaskError} `option-conflict`, `card-missing`, `fetch-failed`, `file-fault`, `key-not-in-force`, `file-exists`
 * @throws {CardError} `card-unusable`
 */
export async function agentCard(context: TaskContext, args: CardArguments): Promise<TaskResult> {
  if (args.out !== '' && args.sign === '') {
    throw new TaskError('option-conflict', 'it belongs to --sign; leave it out', { field: '--out', value: args.out });
  }
  return args.sign === '' ? checkCard(context, args) : signCard(context, args);
}

async function checkCard(context: TaskContext, args: CardArguments): Promise<TaskResult> {
  const { agentId, did } = await readBoundAgent(context, args.agent);
  const { gateway, local, maxHeadAge } = args;
  const resolution = await resolveDid(context, did, { gateway, local, maxHeadAge, format: 'JsonWebKey' });
  const source = args.card === '' ? findCardUrl(resolution) : args.card;
  const bytes = await readCard(source, args);
  const { verdict, code, message, result, signatures } = await verifyAgentCard(bytes, await toChainKeys(resolution));
  return {
    data: { agentId, did, source, verdict, code, message, version: result.version, issues: result.issues, signatures },
    text: [
      `${verdict}: ${message}`,
      ...signatures.map((one) => `signature ${one.kid ?? 'without kid'}: ${one.verdict}, ${one.message}`),
      ...result.issues.map(({ level, pointer, message: text }) => `${level} at "${pointer}": ${text}`),
    ],
    exitCode: EXITS[verdict],
  };
}

async function signCard(context: TaskContext, args: CardArguments): Promise<TaskResult> {
  if (args.card === '') {
    throw new TaskError('card-missing', 'give the card that is to be signed: its path or URI', { field: '--card' });
  }
  const { agentId, did } = await readBoundAgent(context, args.agent);
  const bytes = await readCard(args.card, args);
  const signer = await openSigner(context, args.sign, '--sign');
  const sage = await context.contract('sageRegistry');
  if (!(await sage.isKeyInForceAt(agentId, signer.keyId, await context.chainTime()))) {
    const wayOut = `no verifier would accept it: the key ${signer.keyId} is not in force for ${did}; see \`sage key list\``;
    throw new TaskError('key-not-in-force', wayOut, { field: '--sign', value: args.sign, exitCode: EXIT.refused });
  }
  const kid = formatKeyUrl(did, signer.keyId);
  const signature = await signAgentCard(bytes, signer, kid);
  const card = JSON.parse(new TextDecoder().decode(bytes)) as { readonly signatures?: readonly unknown[] };
  const signed = { ...card, signatures: [...(card.signatures ?? []), signature] };
  const text = toJson(signed);
  const out = args.out === '' ? null : resolve(args.out);
  if (out !== null) writeNewFile(out, `${text}\n`, '--out');
  return {
    data: { agentId, did, kid, out, card: signed },
    text: out === null ? text.split('\n') : [`Signed card: ${out}`],
  };
}

/** Keys that sign; the names are those by which a header may call them. */
async function toChainKeys({ didDocument }: Resolution): Promise<ChainKey[]> {
  const signing = new Set(didDocument.assertionMethod);
  const methods = (didDocument.verificationMethod ?? []).filter(({ id }) => signing.has(id));
  return Promise.all(
    methods.map(async ({ id, publicKeyJwk }) => {
      const jwk = publicKeyJwk as Jwk;
      const key = await createVerificationKey(detectAlgorithm(jwk), jwk);
      return { kids: [id, id.slice(id.indexOf('#') + 1)], key };
    }),
  );
}

function findCardUrl({ didDocument }: Resolution): string {
  const { serviceEndpoint } = didDocument.service?.find(({ type }) => type === 'A2A') ?? {};
  if (typeof serviceEndpoint === 'string') return serviceEndpoint;
  throw new TaskError('card-missing', 'the registration file names no A2A service that can be used; give the card', {
    field: '--card',
  });
}

async function readCard(source: string, args: FetchArguments): Promise<Uint8Array> {
  return isUri(source) ? fetchSource(source, args, '--card') : readBytes(resolve(source), '--card');
}

export default taskAction(agentCard);
