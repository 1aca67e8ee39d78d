// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @title ERC-8004 identity registry, the standard part
/// @notice Exactly the functions and events that the deployed ERC-8004 identity registries add to ERC-721.
/// An agent is named by `eip155:{chainId}:{this address}` and its `agentId`, the ERC-721 token id.
interface IERC8004Identity {
    /// @notice One metadata entry of a registration.
    /// @param metadataKey Any string but the reserved `agentWallet`.
    /// @param metadataValue Opaque bytes; the registry never interprets them.
    struct MetadataEntry {
        string metadataKey;
        bytes metadataValue;
    }

    /// @notice An agent was registered; ids count up from 0 and are never reused.
    event Registered(uint256 indexed agentId, string agentURI, address indexed owner);

    /// @notice A metadata value changed. For the key `agentWallet` the value is the 20 bytes of the address, or empty
    /// when the wallet was cleared.
    event MetadataSet(
        uint256 indexed agentId, string indexed indexedMetadataKey, string metadataKey, bytes metadataValue
    );

    /// @notice The agent URI changed.
    event URIUpdated(uint256 indexed agentId, string newURI, address indexed updatedBy);

    /// @notice Registers an agent without URI for the caller; the agent wallet is the caller.
    /// @return agentId The new id.
    function register() external returns (uint256 agentId);

    /// @notice Registers an agent for the caller; the agent wallet is the caller.
    /// @param agentURI Where the registration file is (any scheme, data URIs included); may be empty.
    /// @return agentId The new id.
    function register(string calldata agentURI) external returns (uint256 agentId);

    /// @notice Registers an agent for the caller with metadata; the agent wallet is the caller.
    /// @param agentURI Where the registration file is; may be empty.
    /// @param metadata Entries written in order; a later entry with the same key wins.
    /// @return agentId The new id.
    function register(string calldata agentURI, MetadataEntry[] calldata metadata) external returns (uint256 agentId);

    /// @notice Replaces the agent URI. Only the owner, an operator or the approved account.
    function setAgentURI(uint256 agentId, string calldata newURI) external;

    /// @notice Writes one metadata value. Only the owner, an operator or the approved account; not `agentWallet`.
    function setMetadata(uint256 agentId, string calldata metadataKey, bytes calldata metadataValue) external;

    /// @notice Reads one metadata value; empty bytes for an unknown id or key.
    function getMetadata(uint256 agentId, string calldata metadataKey) external view returns (bytes memory);

    /// @notice Names another wallet for the agent. Only the owner, an operator or the approved account, with the
    /// consent of the new wallet.
    /// @param agentId The agent.
    /// @param newWallet The wallet; it signs.
    /// @param deadline Unix seconds; not in the past and at most 5 minutes ahead.
    /// @param signature EIP-712 signature by `newWallet` (ECDSA, or ERC-1271 for a contract) over
    /// `AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)`.
    function setAgentWallet(uint256 agentId, address newWallet, uint256 deadline, bytes calldata signature) external;

    /// @notice Clears the agent wallet. Only the owner, an operator or the approved account.
    function unsetAgentWallet(uint256 agentId) external;

    /// @notice The agent wallet; zero when cleared and for an id that doesn't exist.
    function getAgentWallet(uint256 agentId) external view returns (address);

    /// @notice Whether `spender` is owner, operator or approved account of the agent. Reverts for an unknown id.
    function isAuthorizedOrOwner(address spender, uint256 agentId) external view returns (bool);
}
