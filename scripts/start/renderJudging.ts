import type { StakedReport, StartReport } from './types.ts';

/** Columns of {@link ruleRows}. */
export const RULE_HEAD = ['what changes', 'decided by', 'waited', 'before', 'after'];
/** Columns of {@link stakedRows}; amounts in ETH. */
export const STAKED_HEAD = ['request', 'who', 'paid in', 'verdict', 'settled', 'gets', 'record'];

const short = (hex: string): string => `${hex.slice(0, 6)}…${hex.slice(-4)}`;

const trusted = (isTrusted: boolean): string => (isTrusted ? 'trusted' : 'not trusted');

/** Who has rights, in a few sentences. */
export function describeGovernance({ governance }: StartReport): string {
  const { timelock, multisig, owners, threshold, delayHours, emergencyHours, guardian, owned, facts } = governance;
  return (
    `Only the timelock ${short(timelock)} owns ${owned.join(', ')}. It acts ${delayHours} hours after ${threshold} of ` +
    `${owners} owners of the wallet ${short(multisig)} agreed (${emergencyHours} for pauses, revocations and a new guardian). ` +
    `The guardian ${short(guardian)} can pause and revoke TEE keys, nothing else. ${facts} facts were read from the chain.`
  );
}

/** The changes of rules and of trust, each with who decided and how long it took. */
export function ruleRows({ governance, teeKey }: StartReport): string[][] {
  const { owners, changes } = governance;
  const rules = changes.map(({ contract, what, confirmations, hours, before, after }) => [
    `${contract}: ${what}`,
    `${confirmations} of ${owners} owners, timelock`,
    `${hours} hours`,
    before,
    after,
  ]);
  if (teeKey === null) return rules;
  const { keyId, kind, votesFor, votesAgainst, days, trustedBefore, trustedAfter, stake } = teeKey;
  const votes = `vote, ${votesFor} for, ${votesAgainst} against`;
  const what = `TEE key ${short(keyId)} (${kind}), proposed with ${stake} ETH`;
  return [...rules, [what, votes, `${days} days`, trusted(trustedBefore), trusted(trustedAfter)]];
}

/** The task and the class of its rating, in a sentence. */
export function describeTask({ task }: StartReport): string {
  if (task === null) return '';
  const { agentId, client, taskId, rating, classWhenRated, classWhenValidated, response, threshold } = task;
  return (
    `Task ${short(taskId)} of agent ${agentId}, authorized before it was done: ${short(client)} rates it ${rating} ` +
    `(${classWhenRated}), staked validators say ${response}, at least ${threshold} was asked for: ${classWhenValidated}.`
  );
}

/** Who paid what into a staked validation, and what came out. */
export function stakedRows({ stakedValidations }: StartReport): string[][] {
  return stakedValidations.flatMap((request) => rowsOf(request));
}

function rowsOf(request: StakedReport): string[][] {
  const { requestHash, mode, status, response, tag, requester, deposit, refund, rewardPerHead, verdicts, tee } =
    request;
  const name = `${mode} ${short(requestHash)}`;
  return [
    [name, `requester ${short(requester)}`, deposit, `${response} (${tag})`, status, refund, ''],
    ...verdicts.map(({ validator, stake, response: said, settlement, payout, right, wrong }) => [
      name,
      `validator ${short(validator)}`,
      stake,
      said === null ? 'not revealed' : String(said),
      settlement,
      payout,
      `${right} right, ${wrong} wrong`,
    ]),
    ...(tee === null
      ? []
      : [[name, `TEE key ${short(tee.keyId)}`, '', String(tee.response), 'answered', rewardPerHead, '']]),
  ];
}

/** Where the ether is at the end, in a sentence. */
export function describeFunds({ funds }: StartReport): string {
  if (funds === null) return '';
  const { withdrawn, locked, owed, treasury } = funds;
  return (
    `All withdrew what they were owed, ${withdrawn} ETH. StakedValidation keeps ${treasury} ETH for the treasury (slashes and ` +
    `remainders); locked ${locked}, owed ${owed}.`
  );
}
