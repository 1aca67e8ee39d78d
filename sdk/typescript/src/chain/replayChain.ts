import { ChainError } from './ChainError.ts';
import type { BlockReference, PinnedChain, RecordedAnswer } from './types.ts';

/**
 * A chain that answers from a recording and nothing else.
 *
 * @param block The block of the recording.
 * @param answers What was recorded at it.
 * @returns Throws ChainError `recording-incomplete` for every question that was not recorded.
 */
export function replayChain(block: BlockReference, answers: readonly RecordedAnswer[]): PinnedChain {
  const known = new Map(answers.map((answer) => [keyOf(answer), answer]));
  return {
    block,
    call: (to, data) => {
      const answer = known.get(keyOf({ kind: 'call', to, data }));
      if (answer?.kind !== 'call') return missing(to === null ? 'deployless call' : `call to ${to}`);
      return Promise.resolve('revert' in answer ? { revert: answer.revert } : { result: answer.result });
    },
    code: (address) => {
      const answer = known.get(keyOf({ kind: 'code', address }));
      return answer?.kind === 'code' ? Promise.resolve(answer.code) : missing(`question for the code of ${address}`);
    },
    logs: (address, topics, fromBlock) => {
      const answer = known.get(keyOf({ kind: 'logs', address, topics, fromBlock }));
      return answer?.kind === 'logs' ? Promise.resolve(answer.logs) : missing(`logs of ${address}`);
    },
  };
}

type Question =
  | Pick<Extract<RecordedAnswer, { kind: 'call' }>, 'kind' | 'to' | 'data'>
  | Pick<Extract<RecordedAnswer, { kind: 'code' }>, 'kind' | 'address'>
  | Pick<Extract<RecordedAnswer, { kind: 'logs' }>, 'kind' | 'address' | 'topics' | 'fromBlock'>;

/** One text for one question. */
export function keyOf(question: Question): string {
  switch (question.kind) {
    case 'call':
      return JSON.stringify(['call', question.to?.toLowerCase() ?? null, question.data]);
    case 'code':
      return JSON.stringify(['code', question.address.toLowerCase()]);
    case 'logs':
      return JSON.stringify(['logs', question.address.toLowerCase(), question.topics, question.fromBlock]);
  }
}

function missing(what: string): Promise<never> {
  const message = `the recording holds no answer to a ${what}; replay with the policy that it was made with`;
  return Promise.reject(new ChainError('recording-incomplete', message));
}
