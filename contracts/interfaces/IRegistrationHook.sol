// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @title A contract that is asked before a registration and told after it
/// @notice Gets 50,000 gas a call. What the call returns is not looked at; of the reason of a refusal 256 bytes are kept.
interface IRegistrationHook {
    /// @notice Reverts to refuse the registration.
    /// @param account Who registers or binds an agent.
    /// @param did The DID.
    function beforeRegister(address account, string calldata did) external;

    /// @notice Told that an agent has its DID and keys. A failure here changes nothing.
    /// @param account Who registered or bound the agent.
    /// @param agentId The agent.
    /// @param did The DID.
    function afterRegister(address account, uint256 agentId, string calldata did) external;
}
