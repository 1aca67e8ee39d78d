// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/// @notice The part of an ERC-8004 identity registry that the validation registry needs, on OpenZeppelin's ERC721.
contract IdentityStandIn is ERC721 {
    uint256 public count;

    constructor() ERC721("AgentIdentity", "AGENT") {}

    function register() external returns (uint256 agentId) {
        agentId = count++;
        _mint(msg.sender, agentId);
    }

    /// @dev For ids that a registry counting up from 0 would not reach in a test.
    function mint(address to, uint256 agentId) external {
        _mint(to, agentId);
    }

    /// @dev Ours never burns; others may.
    function burn(uint256 agentId) external {
        _burn(agentId);
    }

    function isAuthorizedOrOwner(address spender, uint256 agentId) external view returns (bool) {
        return _isAuthorized(_requireOwned(agentId), spender, agentId);
    }
}
