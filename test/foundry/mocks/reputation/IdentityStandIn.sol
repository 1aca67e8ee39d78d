// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/// @notice The one thing the reputation registry asks of an identity registry, over a plain ERC-721: who speaks for an
/// agent, and that an unknown id reverts with ERC721NonexistentToken.
contract IdentityStandIn is ERC721("AgentIdentity", "AGENT") {
    uint256 private _count;

    function register() external returns (uint256 agentId) {
        agentId = _count++;
        _mint(msg.sender, agentId);
    }

    function isAuthorizedOrOwner(address spender, uint256 agentId) external view returns (bool) {
        return _isAuthorized(_requireOwned(agentId), spender, agentId);
    }
}
