// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @title Calls of which only so much comes back
/// @notice Solidity's own calls copy all that the other side returns, at the caller's cost: a megabyte of it can take the gas
/// that is needed afterwards.
library BoundedCall {
    /// @notice Calls with all gas (the 63/64 of EIP-150), and copies at most `maximum` bytes of what comes back.
    function callBounded(address target, uint256 value, bytes memory data, uint256 maximum)
        internal
        returns (bool success, bytes memory returned)
    {
        assembly ("memory-safe") {
            success := call(gas(), target, value, add(data, 0x20), mload(data), 0, 0)
            let size := returndatasize()
            if gt(size, maximum) { size := maximum }
            returned := mload(0x40)
            mstore(returned, size)
            returndatacopy(add(returned, 0x20), 0, size)
            mstore(0x40, and(add(add(returned, size), 0x3f), not(0x1f)))
        }
    }

    /// @notice Asks with at most `gasLimit` gas whether the answer is the ABI encoding of `magic`.
    /// @return yes False also when the other side reverts, runs out of gas, has no code, or answers with less than a word.
    function answers(address target, uint256 gasLimit, bytes memory data, bytes4 magic)
        internal
        view
        returns (bool yes)
    {
        assembly ("memory-safe") {
            let success := staticcall(gasLimit, target, add(data, 0x20), mload(data), 0, 0x20)
            yes := and(success, and(gt(returndatasize(), 0x1f), eq(mload(0), magic)))
        }
    }
}
