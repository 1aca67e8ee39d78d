import type { ErrorRow } from './types.ts';

/** Errors of the language itself. Every contract may revert with them. */
export const BUILT_IN_ERRORS: readonly ErrorRow[] = [
  {
    name: 'Error',
    signature: 'Error(string)',
    selector: '0x08c379a0',
    inputs: [{ name: 'message', type: 'string' }],
    contracts: [],
    source: 'Solidity',
    meaning: 'A contract refused the call with the message `message`.',
    wayOut:
      'The contracts of the suite do not speak so themselves: look at the contract that was called in turn, for example the receiver of an agent, a hook, or a contract as owner or key.',
  },
  {
    name: 'Panic',
    signature: 'Panic(uint256)',
    selector: '0x4e487b71',
    inputs: [{ name: 'code', type: 'uint256', unit: 'panic' }],
    contracts: [],
    source: 'Solidity',
    meaning: 'A check that the compiler put in failed: code `code`.',
    wayOut:
      'Check the arguments for lists of unequal or excessive length, and numbers out of range. If they are right, it is a fault of the contract: report it as SECURITY.md says.',
  },
];

/** What the codes of `Panic(uint256)` stand for, as the documentation of Solidity lists them. */
export const PANIC_CODES: Readonly<Record<string, string>> = {
  '0': 'generic check',
  '1': 'an assertion does not hold',
  '17': 'an arithmetic operation leaves the range of its type',
  '18': 'division by zero',
  '33': 'no such value of an enum',
  '34': 'a byte array in storage is encoded wrongly',
  '49': 'an empty list has nothing to remove',
  '50': 'an index is beyond the end of its list',
  '65': 'too much memory would be needed',
  '81': 'a function that was never set is called',
};
