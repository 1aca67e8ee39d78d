// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004Identity} from "../interfaces/IERC8004Identity.sol";

/// @title What the registries need of the identity registry
/// @notice Any ERC-8004 identity registry serves, our own or one deployed already. It is fixed at deployment and trusted
/// to tell who speaks for an agent.
abstract contract IdentityClient {
    /// @notice The address has no code.
    error InvalidIdentityRegistry(address identityRegistry);

    IERC8004Identity private immutable IDENTITY_REGISTRY;

    constructor(address identityRegistry) {
        if (identityRegistry.code.length == 0) revert InvalidIdentityRegistry(identityRegistry);
        IDENTITY_REGISTRY = IERC8004Identity(identityRegistry);
    }

    function _identityRegistry() internal view returns (address) {
        return address(IDENTITY_REGISTRY);
    }

    /// @dev Whether the account is owner, operator or approved for the agent. Reverts for an agent that doesn't exist.
    function _isAgentSide(address account, uint256 agentId) internal view returns (bool) {
        return IDENTITY_REGISTRY.isAuthorizedOrOwner(account, agentId);
    }
}
