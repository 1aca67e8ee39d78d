import { emptyTask } from 'hardhat/config';
import { ArgumentType } from 'hardhat/types/arguments';
import type { TaskDefinition } from 'hardhat/types/tasks';
import { readTask, writeTask } from '../lib/defineTask.ts';
import { withProposal } from '../lib/governance/proposalOptions.ts';

const PROPOSAL_ID = {
  name: 'proposalId',
  type: ArgumentType.BIGINT,
  description: 'Number of the proposal, from 1',
} as const;
const KINDS = 'sgx, sev, trustzone, nitro or tdx';

export const teeTasks: TaskDefinition[] = [
  emptyTask(['sage', 'tee'], 'Keys of trusted execution environments: propose, vote, revoke, judge evidence').build(),
  writeTask(['tee', 'propose'], 'Put a key to the vote, with the stake that the registry asks for')
    .addPositionalArgument({ name: 'publicKey', description: 'Public key as hex, in the bytes of its type' })
    .addOption({
      name: 'keyType',
      description: 'secp256k1, p256, ed25519, x25519 or erc1271',
      defaultValue: 'secp256k1',
    })
    .addOption({ name: 'kind', description: `Kind of hardware: ${KINDS}; needed`, defaultValue: '' })
    .addOption({
      name: 'measurement',
      description: 'Measurement in the form of the registry, 32 bytes as hex; read from the evidence when left out',
      defaultValue: '',
    })
    .addOption({
      name: 'evidence',
      description: 'File of the evidence; its hash is proposed; needed',
      defaultValue: '',
    })
    .addOption({ name: 'evidenceUri', description: 'Where the voters find the evidence; needed', defaultValue: '' })
    .setAction(() => import('./propose.ts'))
    .build(),
  writeTask(['tee', 'vote'], 'Vote about a key')
    .addPositionalArgument(PROPOSAL_ID)
    .addPositionalArgument({ name: 'choice', description: 'for or against' })
    .setAction(() => import('./vote.ts'))
    .build(),
  writeTask(['tee', 'settle'], 'Count the votes when voting is over, from any account')
    .addPositionalArgument(PROPOSAL_ID)
    .addFlag({ name: 'wait', description: 'Wait until voting is over, with progress' })
    .setAction(() => import('./settle.ts'))
    .build(),
  writeTask(['tee', 'withdraw'], 'Take what is left of settled stakes out of the registry')
    .addOption({ name: 'to', description: 'Address to pay; the sending account when left out', defaultValue: '' })
    .setAction(() => import('./withdraw.ts'))
    .build(),
  withProposal(writeTask(['tee', 'revoke'], 'End the trust in a key: as guardian at once, else through governance'))
    .addPositionalArgument({ name: 'keyId', description: 'Id of the key, 32 bytes as hex' })
    .addOption({ name: 'reason', description: 'Why; it is published; needed', defaultValue: '' })
    .addFlag({ name: 'governance', description: 'Propose it to the owners of the multisig, through the timelock' })
    .setAction(() => import('./revoke.ts'))
    .build(),
  readTask(['tee', 'list'], 'Print the proposals, oldest first, and what their keys are worth now')
    .addOption({ name: 'offset', type: ArgumentType.INT, description: 'Proposals to leave out', defaultValue: 0 })
    .addOption({
      name: 'limit',
      type: ArgumentType.INT,
      description: 'Most proposals to print, 1 to 100',
      defaultValue: 20,
    })
    .setAction(() => import('./list.ts'))
    .build(),
  readTask(['tee', 'verify-evidence'], 'Judge attestation evidence; exit code 0 valid, 1 invalid, 3 unknown')
    .addPositionalArgument({
      name: 'evidence',
      description: 'File of a Nitro document, SGX or TDX quote, or SNP report',
    })
    .addOption({ name: 'kind', description: `${KINDS}; found by the first bytes when left out`, defaultValue: '' })
    .addOption({
      name: 'at',
      description: 'Moment to judge at, Unix seconds or UTC such as 2026-06-01T12:00:00Z; now when left out',
      defaultValue: '',
    })
    .addOption({ name: 'collateral', description: 'JSON file of collateral, for quotes', defaultValue: '' })
    .addOption({
      name: 'certificates',
      description: 'Files of VCEK or VLEK, ASK and ARK in this order, PEM or DER, with commas between; for SNP reports',
      defaultValue: '',
    })
    .addOption({
      name: 'revocationList',
      description: 'DER file of the list of the ARK, for SNP reports',
      defaultValue: '',
    })
    .addOption({ name: 'key', description: 'Public key that must be bound to the evidence, as hex', defaultValue: '' })
    .addOption({ name: 'nonce', description: 'Nonce that was sent to the environment, as hex', defaultValue: '' })
    .addOption({ name: 'policy', description: 'JSON file of a policy, see docs/tee-evidence.md', defaultValue: '' })
    .addOption({
      name: 'roots',
      description: 'JSON file of roots to trust instead of the pinned ones: [{"name", "sha256", "product"}]',
      defaultValue: '',
    })
    .addOption({
      name: 'proposal',
      type: ArgumentType.BIGINT,
      description: 'Proposal whose key, kind, measurement and evidence hash must fit; 0 for none',
      defaultValue: 0n,
    })
    .setAction(() => import('./verifyEvidence.ts'))
    .build(),
];
