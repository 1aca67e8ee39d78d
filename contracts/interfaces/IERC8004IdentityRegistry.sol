// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004Identity} from "./IERC8004Identity.sol";

/// @title What SAGE's identity registry adds to the standard
/// @notice No proxy, no owner, no pause: nobody can change the rules or move an agent but its owner and those whom the
/// owner approved.
interface IERC8004IdentityRegistry is IERC8004Identity {
    /// @notice `account` is neither owner nor operator nor approved for the agent.
    error IdentityNotAuthorized(uint256 agentId, address account);
    /// @notice The key `agentWallet` is written through `setAgentWallet` only.
    error IdentityReservedMetadataKey(string metadataKey);
    /// @notice The URI is longer than the code of one contract can hold, or those of one batch are too long in sum.
    error IdentityURITooLong(uint256 length, uint256 maximum);
    /// @notice The metadata values of one call are longer than allowed in sum.
    error IdentityMetadataTooLong(uint256 length, uint256 maximum);
    /// @notice One call brings more metadata entries than allowed.
    error IdentityTooManyMetadataEntries(uint256 count, uint256 maximum);
    /// @notice A batch must hold at least one and at most `maximum` entries.
    error IdentityBatchSize(uint256 count, uint256 maximum);
    /// @notice The zero address can't be an agent wallet; use `unsetAgentWallet` to clear it.
    error IdentityZeroWallet(uint256 agentId);
    /// @notice The deadline has passed.
    error IdentityWalletDeadlineExpired(uint256 deadline, uint256 timestamp);
    /// @notice The deadline is further ahead than `latest`.
    error IdentityWalletDeadlineTooFar(uint256 deadline, uint256 latest);
    /// @notice A deadline must be later than that of the wallet signature accepted last for this agent: that is what
    /// makes each signature work once, also after `unsetAgentWallet` or a transfer away and back.
    error IdentityWalletDeadlineNotLater(uint256 deadline, uint256 lastAccepted);
    /// @notice `newWallet` did not sign this very change.
    error IdentityInvalidWalletSignature(uint256 agentId, address newWallet);

    /// @notice The agent was transferred `maximum` times and can't be any more: a count that started again would blur who
    /// owned the agent when. Only the agent's own side can bring that about, by half a million transfers.
    error IdentityTransfersExhausted(uint256 agentId, uint256 maximum);

    /// @notice Registers one agent per URI for the caller, with consecutive ids. Every agent is complete before the
    /// first receiver callback runs.
    /// @param agentURIs 1 to `MAX_BATCH` URIs; any may be empty.
    /// @return firstAgentId The id of the first; the others follow without gap.
    function registerBatch(string[] calldata agentURIs) external returns (uint256 firstAgentId);

    /// @notice Registers an agent for another account, which pays nothing and is asked only if it is a contract (ERC-721
    /// receiver). Owner and agent wallet are that account, as if it had called `register` itself: that an account without
    /// code owns an agent, or is its wallet, doesn't tell that it wanted to, until it acts for it.
    /// @param owner The account; not zero.
    /// @param agentURI Where the registration file is; may be empty.
    /// @return agentId The new id.
    function registerFor(address owner, string calldata agentURI) external returns (uint256 agentId);

    /// @notice The owner and how often the agent was transferred, in one read: while the count stays the same, nobody
    /// else has owned the agent in between. Reverts for an unknown id.
    function ownershipOf(uint256 agentId) external view returns (address owner, uint256 transfers);

    /// @notice When a transfer of the agent happened. Never reverts.
    /// @param agentId The agent.
    /// @param transfer Its number; the first is 1, minting doesn't count.
    /// @return Unix seconds; 0 when there was no such transfer.
    function transferredAt(uint256 agentId, uint256 transfer) external view returns (uint256);

    /// @notice Whether the agent exists; never reverts.
    function exists(uint256 agentId) external view returns (bool);

    /// @notice How many agents were registered; also the next id. Agents are never burned.
    function agentCount() external view returns (uint256);

    /// @notice Collection metadata as a data URI (ERC-7572).
    function contractURI() external view returns (string memory);
}
