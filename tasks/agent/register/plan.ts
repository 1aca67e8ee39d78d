import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createDid, createSalt, proveKeys } from '../../../sdk/typescript/src/client/index.ts';
import type { Hex } from '../../../sdk/typescript/src/client/index.ts';
import { parseDid } from '../../../sdk/typescript/src/index.ts';
import { completeFile } from '../../../scripts/start/completeFile.ts';
import { toDataUri } from '../../../scripts/start/dataUri.ts';
import type { AgentFile } from '../../../scripts/start/types.ts';
import type { TaskContext } from '../../lib/TaskContext.ts';
import { TaskError } from '../../lib/TaskError.ts';
import { contractRef } from '../../lib/contractRef.ts';
import { openKeys, splitNames } from '../../lib/keys/openKeys.ts';
import { findDidOf } from '../../lib/findDidOf.ts';
import { requireOption } from '../../lib/requireOption.ts';
import { isUri, readRegistrationSource } from '../../lib/source.ts';
import type { FetchArguments } from '../../lib/source.ts';
import { EXIT } from '../../lib/types.ts';
import { findDid } from './findDid.ts';
import type { Registration } from './types.ts';

/** What a user gives of a new agent. */
export interface PlanArguments extends FetchArguments {
  /** Path or URI of the registration file. */
  readonly source: string;
  /** Identifier, or the whole DID. */
  readonly did: string;
  /** Names of key files, separated by commas. */
  readonly key: string;
  /** Name of a key file; empty for none. */
  readonly attester: string;
  /** Where the file will be; `none`; empty for the chain. */
  readonly uri: string;
  /** Where to write the completed file; empty for nowhere. */
  readonly out: string;
}

/** What of a plan depends on the registration file. */
type FilePart = Pick<Registration, 'agentURI' | 'file' | 'isOnChain' | 'out'>;

/** What of a plan depends on DID and sender. */
export type Subject = Pick<Registration, 'registry' | 'committer' | 'did' | 'identifier'>;

/**
 * Who registers which DID.
 *
 * @throws {TaskError} `option-missing`, `did-other-network`, `no-account`
 * @throws {ClientError} `argument-invalid` for an identifier that the registry refuses
 */
export async function readSubject(context: TaskContext, text: string): Promise<Subject> {
  requireOption(text, '--did', 'give the end of the DID: 1 to 64 characters of a-z 0-9 . _ -');
  const { network } = await context.book();
  const { identifier, network: named } = text.startsWith('did:') ? parseDid(text) : { identifier: text, network };
  if (named !== network) {
    const wayOut = `this suite registers in the network "${network}"; choose by --network`;
    throw new TaskError('did-other-network', wayOut, { field: '--did', value: text });
  }
  const registry = (await context.addressOf('sageRegistry')) as Hex;
  const committer = (await context.signer()).address as Hex;
  return { registry, committer, did: createDid(network, identifier), identifier };
}

/**
 * Plans a registration: checks file and keys and has the keys prove themselves. Nothing is written or sent.
 *
 * @throws {TaskError} `option-missing`, `did-taken`, `uri-fixed`, `uri-unknown`, `file-exists`, and what files and keys throw
 */
export async function planRegistration(
  context: TaskContext,
  subject: Subject,
  args: PlanArguments,
): Promise<Registration> {
  requireOption(args.source, 'source', 'give the registration file by its path or URI, or --resume');
  await checkFree(context, subject.did);
  const file = await planFile(context, subject, args);
  return { flow: 'registration', ...subject, agentId: undefined, ...file, ...(await planKeys(context, subject, args)) };
}

/**
 * Plans to give a DID to an agent that exists. The keys name its owner.
 *
 * @throws {TaskError} `did-taken`, `already-bound`, `not-controller`, and what keys throw
 */
export async function planBinding(
  context: TaskContext,
  subject: Subject,
  agentId: bigint,
  args: Pick<PlanArguments, 'key' | 'attester'>,
): Promise<Registration> {
  const { committer, did } = subject;
  await checkFree(context, did);
  const identity = await context.contract('identityRegistry');
  const owner = (await identity.ownerOf(agentId)) as Hex;
  const bound = await findDidOf(context, agentId);
  const refuse = (code: string, wayOut: string): TaskError =>
    new TaskError(code, wayOut, { field: 'agent', value: agentId, exitCode: EXIT.refused });
  if (bound !== null) throw refuse('already-bound', `it is ${bound} already, for ever`);
  if (!(await identity.isAuthorizedOrOwner(committer, agentId))) {
    throw refuse('not-controller', `${committer} is not its owner, operator or approved account; choose by --from`);
  }
  const file: FilePart = { agentURI: '', file: '', isOnChain: false, out: '' };
  return { flow: 'binding', ...subject, agentId, ...file, ...(await planKeys(context, subject, args, owner)) };
}

async function checkFree(context: TaskContext, did: string): Promise<void> {
  const agentId = await findDid(context, did);
  if (agentId === undefined) return;
  throw new TaskError('did-taken', `agent ${agentId} has it already, for ever; choose another`, {
    field: '--did',
    value: did,
    exitCode: EXIT.refused,
    details: { agentId },
  });
}

async function planKeys(
  context: TaskContext,
  { did, committer }: Subject,
  { key, attester }: Pick<PlanArguments, 'key' | 'attester'>,
  owner: Hex = committer,
): Promise<Pick<Registration, 'keys' | 'salt'>> {
  const provers = await openKeys(context, splitNames(key, '--key'), attester);
  const contract = await contractRef(context, 'sageRegistry');
  return { keys: await proveKeys({ contract, did, owner, firstNonce: 0, keys: provers }), salt: createSalt() };
}

async function planFile(context: TaskContext, subject: Subject, args: PlanArguments): Promise<FilePart> {
  const uri = planUri(args);
  const out = args.out === '' ? '' : resolve(args.out);
  if (out !== '' && existsSync(out)) {
    throw new TaskError('file-exists', 'it is there already; name another file', { field: '--out', value: out });
  }
  const read = await readRegistrationSource(context, args.source, args);
  if (uri === '') await checkLength(context, subject, read);
  const file = JSON.stringify(read.source);
  return { agentURI: uri === '' || uri === 'none' ? '' : uri, file, isOnChain: uri === '', out };
}

/** Where the file will be: empty for the chain, `none` for not yet known. */
function planUri({ source, uri }: PlanArguments): string {
  const chosen = uri === '' && /^(?:https?|ipfs):/i.test(source) ? source : uri;
  if (/^(?:ipfs|data):/i.test(chosen)) {
    const wayOut =
      'a file there can not be completed with the id of the agent, which is known only afterwards; ' +
      'register with --uri none --out FILE, publish FILE, then `sage agent update`';
    throw new TaskError('uri-fixed', wayOut, { field: uri === '' ? 'source' : '--uri', value: chosen.slice(0, 200) });
  }
  if (chosen === '' || chosen === 'none' || isUri(chosen)) return chosen;
  throw new TaskError('uri-unknown', 'give an https URI, or none', { field: '--uri', value: chosen });
}

/** The registry has a limit for URIs; it is asked before anything is sent. */
async function checkLength(context: TaskContext, { committer }: Subject, read: AgentFile): Promise<void> {
  const identity = await context.contract('identityRegistry');
  const registry = await context.addressOf('identityRegistry');
  const agentId = await identity.agentCount();
  const uri = toDataUri(completeFile({ chainId: await context.chainId(), registry, agentId }, read));
  await identity['register(string)'].staticCall(uri, { from: committer });
}
