// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {DeployedIdentityRegistry} from "../identity/DeployedIdentityRegistry.sol";

/// @dev Takes as much gas to tell an owner as the test says.
contract DearIdentityRegistry is DeployedIdentityRegistry {
    uint256 private _price;

    function setPrice(uint256 price) external {
        _price = price;
    }

    function _ownerOf(uint256 tokenId) internal view override returns (address) {
        uint256 price = _price;
        uint256 before = gasleft();
        while (before - gasleft() < price) {}
        return super._ownerOf(tokenId);
    }
}
