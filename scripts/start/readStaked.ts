import { ZeroAddress, formatEther } from 'ethers';
import type { Registries } from './chain.ts';
import type { StakedReport, VerdictReport } from './types.ts';

const MODES = ['STAKE', 'TEE', 'HYBRID'];
const STATUSES = ['none', 'open', 'decided', 'disputed', 'expired'];
const SETTLEMENTS = ['returned', 'agreed', 'dissented', 'withheld'];
/** The number of `VerdictState.Revealed`. */
const REVEALED = 2n;

/** Reads a staked validation that has ended, from views and the log. */
export async function readStaked({ staked, validation }: Registries, requestHash: string): Promise<StakedReport> {
  const { latest, requester, deposit, tee } = await staked.getRequest(requestHash);
  const { tag } = await validation.getValidationStatus(requestHash);
  const [ended] = await staked.queryFilter(staked.filters.StakedRequestFinalized(requestHash));
  if (!ended) throw new Error(`request ${requestHash} has not ended`);
  return {
    requestHash,
    agentId: Number(latest.agentId),
    mode: MODES[Number(latest.mode)] ?? 'unknown',
    status: STATUSES[Number(latest.status)] ?? 'unknown',
    response: Number(latest.response),
    tag,
    requester,
    deposit: formatEther(deposit),
    refund: formatEther(ended.args.refund),
    rewardPerHead: formatEther(ended.args.rewardPerHead),
    toTreasury: formatEther(ended.args.toTreasury),
    verdicts: await readVerdicts(staked, requestHash, latest),
    tee:
      tee.payee === ZeroAddress ? null : { keyId: tee.keyId, response: Number(latest.teeResponse), payee: tee.payee },
  };
}

async function readVerdicts(
  staked: Registries['staked'],
  requestHash: string,
  { round, committed }: { readonly round: bigint; readonly committed: bigint },
): Promise<VerdictReport[]> {
  const settled = new Map(
    (await staked.queryFilter(staked.filters.StakedVerdictSettled(requestHash))).map(({ args }) => [
      args.validator,
      args,
    ]),
  );
  const reports: VerdictReport[] = [];
  for (const { validator, stake, response, state } of await staked.getVerdicts(requestHash, round, 0, committed)) {
    const { right, wrong } = await staked.recordOf(validator);
    const { settlement, payout } = settled.get(validator) ?? {};
    if (settlement === undefined || payout === undefined) throw new Error(`${validator} was never settled`);
    reports.push({
      validator,
      stake: formatEther(stake),
      response: state === REVEALED ? Number(response) : null,
      settlement: SETTLEMENTS[Number(settlement)] ?? 'unknown',
      payout: formatEther(payout),
      right: Number(right),
      wrong: Number(wrong),
    });
  }
  return reports;
}
