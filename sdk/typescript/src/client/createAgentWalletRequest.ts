import { checkAddress } from './checks/checkAddress.ts';
import { checkText } from './checks/checkText.ts';
import { checkUint } from './checks/checkUint.ts';
import { createTypedData } from './createTypedData.ts';
import type { Address, ContractRef, Integer, SigningRequest } from './types.ts';

export interface AgentWalletOptions {
  /** The identity registry. */
  readonly contract: ContractRef;
  readonly agentId: Integer;
  /** Who signs: the wallet itself. */
  readonly newWallet: Address;
  /** The agent's owner at the moment of the call. */
  readonly owner: Address;
  /** Unix seconds: not in the past and at most 5 minutes ahead when the call is made; later than the one accepted last. */
  readonly deadline: Integer;
  /**
   * The name in the domain of the identity registry: `ERC8004IdentityRegistry` when absent. Other registries of the
   * standard have a name of their own: ask `eip712Domain`.
   */
  readonly domainName?: string;
}

/**
 * What a wallet signs to become an agent's, for `setAgentWallet` (ERC-8004).
 *
 * @throws ClientError `argument-invalid`
 */
export function createAgentWalletRequest(options: AgentWalletOptions): SigningRequest {
  const { contract, domainName = 'ERC8004IdentityRegistry' } = options;
  return createTypedData(
    checkText('domainName', domainName),
    contract,
    { AgentWalletSet: 'uint256 agentId,address newWallet,address owner,uint256 deadline' },
    {
      agentId: checkUint('agentId', options.agentId),
      newWallet: checkAddress('newWallet', options.newWallet),
      owner: checkAddress('owner', options.owner),
      deadline: checkUint('deadline', options.deadline, 96),
    },
  );
}
