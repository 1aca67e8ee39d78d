import type { Value } from './codec.ts';
import { ReferenceModel } from './model.ts';
import type { OperationOf } from './operations.ts';
import type { RunOptions } from './run.ts';
import { ZERO_ADDRESS, type Feedback, type Request } from './state.ts';
import { Failure, ReferenceViews } from './views.ts';

/** A model that is wrong in one point: comparing it with the registries must show differences. */
export interface Fault {
  readonly name: string;
  readonly options: Pick<RunOptions, 'makeViews' | 'makeModel'>;
}

class LargerTies extends ReferenceViews {
  override mode(decimals: readonly bigint[]): bigint {
    const count = (candidate: bigint): number => decimals.filter((one) => one === candidate).length;
    return decimals.reduce((best, one) => {
      const more = count(one) - count(best);
      return more > 0 || (more === 0 && one > best) ? one : best;
    });
  }
}

class FlooredMeans extends ReferenceViews {
  override divide(dividend: bigint, divisor: bigint): bigint {
    const quotient = dividend / divisor;
    return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient;
  }
}

class RevokedCounts extends ReferenceViews {
  override counts(feedback: Feedback, tag1: string, tag2: string): boolean {
    return this.passes(feedback, tag1, tag2);
  }
}

class UnboundHashes extends ReferenceViews {
  override boundAgent(): undefined {
    return undefined;
  }
}

class SelfIsIndependent extends ReferenceViews {
  override responses(requests: readonly Request[], validators: readonly string[], tag: string): readonly bigint[] {
    return super.responses(requests, validators, tag, false);
  }
}

class WalletEventLast extends ReferenceModel {
  override transfer(to: string, agentId: bigint): Value[] {
    const agent = this.views.agent(agentId);
    const from = agent.owner;
    Object.assign(agent, { owner: to, approved: ZERO_ADDRESS, wallet: ZERO_ADDRESS });
    agent.transfers.push(this.time);
    this.emit('identity', 'Transfer', from, to, agentId);
    this.emitWallet(agentId, '0x');
    return [];
  }
}

class ApprovalSurvivesTransfer extends ReferenceModel {
  override transfer(to: string, agentId: bigint): Value[] {
    const agent = this.views.agent(agentId);
    const { approved } = agent;
    const result = super.transfer(to, agentId);
    agent.approved = approved;
    return result;
  }
}

class SelfTransfersUncounted extends ReferenceModel {
  override transfer(to: string, agentId: bigint): Value[] {
    const { owner, transfers } = this.views.agent(agentId);
    const result = super.transfer(to, agentId);
    if (owner === to) transfers.pop();
    return result;
  }
}

class FirstTimeOfASlot extends ReferenceViews {
  override transferredAt(agentId: bigint, transfer: bigint): Value[] {
    return super.transferredAt(agentId, transfer === 0n ? transfer : transfer - ((transfer - 1n) % 6n));
  }
}

class CallerIsAsked extends ReferenceModel {
  override registerFor(op: OperationOf<'registerFor'>): Value[] {
    this.checkReceiver(op.sender);
    return super.registerFor(op);
  }
}

class SignaturesForEver extends ReferenceModel {
  override checkDeadlineLater(): void {
    // No check: that is the fault.
  }
}

class ShorterTags extends ReferenceModel {
  override checkTag(tag: string): void {
    const length = BigInt(Buffer.byteLength(tag, 'utf8'));
    if (length > 255n) throw new Failure('TagTooLong', length, 255n);
  }
}

class LostResponse extends ReferenceModel {
  override appendResponse(op: OperationOf<'appendResponse'>): Value[] {
    const result = super.appendResponse(op);
    const { responders } = this.views.feedback(op.agentId, op.client, op.index);
    if (responders.length === 3) responders.pop();
    return result;
  }
}

export const FAULTS: readonly Fault[] = [
  { name: 'ties go to the larger decimals', options: { makeViews: (...args) => new LargerTies(...args) } },
  { name: 'negative means are rounded down', options: { makeViews: (...args) => new FlooredMeans(...args) } },
  { name: 'revoked feedback counts', options: { makeViews: (...args) => new RevokedCounts(...args) } },
  { name: 'bound hashes can be squatted', options: { makeViews: (...args) => new UnboundHashes(...args) } },
  { name: 'self-validation is independent', options: { makeViews: (...args) => new SelfIsIndependent(...args) } },
  { name: 'the wallet event follows the transfer', options: { makeModel: (...args) => new WalletEventLast(...args) } },
  {
    name: 'an approval survives a transfer',
    options: { makeModel: (...args) => new ApprovalSurvivesTransfer(...args) },
  },
  {
    name: 'a transfer to oneself is not counted',
    options: { makeModel: (...args) => new SelfTransfersUncounted(...args) },
  },
  {
    name: 'transfers share the time of the first in their slot',
    options: { makeViews: (...args) => new FirstTimeOfASlot(...args) },
  },
  {
    name: 'who registers for another is asked, not the owner alone',
    options: { makeModel: (...args) => new CallerIsAsked(...args) },
  },
  { name: 'wallet signatures work twice', options: { makeModel: (...args) => new SignaturesForEver(...args) } },
  { name: 'tags of 256 bytes are refused', options: { makeModel: (...args) => new ShorterTags(...args) } },
  { name: 'a third response is lost', options: { makeModel: (...args) => new LostResponse(...args) } },
];
