// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/// @dev Hands out the ids that the test wants, from the highest there is downward.
contract HighIdIdentity is ERC721("", "") {
    uint256 private _next = type(uint256).max;

    function register(string calldata) external returns (uint256 agentId) {
        agentId = _next--;
        _safeMint(msg.sender, agentId);
    }

    function isAuthorizedOrOwner(address spender, uint256 agentId) external view returns (bool) {
        return _isAuthorized(ownerOf(agentId), spender, agentId);
    }
}
