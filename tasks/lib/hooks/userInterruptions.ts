import type { UserInterruptionHooks } from 'hardhat/types/hooks';
import { askTerminal } from '../askTerminal.ts';

/**
 * Questions and messages to stderr, those of Hardhat's keystore too; Hardhat itself writes them to stdout, where the answer of a
 * task goes, often into a file. `userInterruptions` lets one at a time through.
 */
export default (): Promise<Partial<UserInterruptionHooks>> =>
  Promise.resolve({
    displayMessage: (_context, interruptor, message) => {
      process.stderr.write(`[${interruptor}] ${message}\n`);
      return Promise.resolve();
    },
    requestInput: (_context, interruptor, question) => ask(interruptor, question, false),
    requestSecretInput: (_context, interruptor, question) => ask(interruptor, question, true),
  });

function ask(interruptor: string, question: string, isSecret: boolean): Promise<string> {
  const terminal = { input: process.stdin, output: process.stderr };
  return askTerminal(`[${interruptor}] ${question}`, isSecret, terminal);
}
