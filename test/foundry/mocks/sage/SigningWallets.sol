// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @dev Says yes to everything after it has used so much gas.
contract SlowWallet is IERC1271 {
    uint256 private immutable PRICE;

    constructor(uint256 price) {
        PRICE = price;
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        uint256 before = gasleft();
        while (before - gasleft() < PRICE) {}
        return IERC1271.isValidSignature.selector;
    }
}

/// @dev Says yes and returns as much with it as its gas allows, about.
contract FloodingYesWallet {
    fallback() external {
        bytes32 magic = IERC1271.isValidSignature.selector;
        assembly ("memory-safe") {
            mstore(0, magic)
            return(0, 350000)
        }
    }
}
