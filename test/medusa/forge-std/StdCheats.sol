// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {CommonBase} from "./Base.sol";

abstract contract StdCheats is CommonBase {
    function makeAddr(string memory name) internal pure returns (address account) {
        (account,) = makeAddrAndKey(name);
    }

    function makeAddrAndKey(string memory name) internal pure returns (address account, uint256 secret) {
        secret = uint256(keccak256(bytes(name)));
        account = vm.addr(secret);
    }

    /// @dev Seconds forward.
    function skip(uint256 time) internal {
        vm.warp(block.timestamp + time);
    }
}
