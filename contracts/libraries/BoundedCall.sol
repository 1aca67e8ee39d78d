// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @title Calls of contracts that may be hostile
/// @notice What comes back is copied up to a bound only: Solidity's own calls copy all of it, and a megabyte can take the
/// gas that is needed afterwards. With the functions that begin with `try` the callee gets all of the gas named or the whole
/// call reverts, so that nobody can make it fail by sending little.
library BoundedCall {
    /// @notice A call that needs `needed` gas can't be given it; send more gas.
    error BoundedCallGas(uint256 available, uint256 needed);

    /// @dev What a call costs beside the gas that it passes on, generously: up to 5,200 for two cold accounts, the second where
    /// the callee delegates by EIP-7702, and what lies between the check and the call.
    uint256 private constant OVERHEAD = 8000;

    /// @notice A call without value.
    /// @param target The callee. One without code succeeds.
    /// @param gasLimit Gas for the callee.
    /// @param mostReturned So many bytes of the reason of a failure are kept.
    /// @param data Selector and arguments.
    /// @return success Whether it didn't revert.
    /// @return reason What it reverted with, cut; empty on success.
    function tryCall(address target, uint256 gasLimit, uint256 mostReturned, bytes memory data)
        internal
        returns (bool success, bytes memory reason)
    {
        _requireGas(gasLimit);
        assembly ("memory-safe") {
            success := call(gasLimit, target, 0, add(data, 32), mload(data), 0, 0)
            let size := returndatasize()
            if gt(size, mostReturned) { size := mostReturned }
            if success { size := 0 }
            reason := mload(0x40)
            mstore(reason, size)
            returndatacopy(add(reason, 32), 0, size)
            mstore(0x40, add(add(reason, 32), and(add(size, 31), not(31))))
        }
    }

    /// @notice A static call that should return one word.
    /// @param target The callee.
    /// @param gasLimit Gas for the callee.
    /// @param data Selector and arguments.
    /// @return success Whether it returned at least one word.
    /// @return word The first word; 0 without success.
    function tryStaticCall(address target, uint256 gasLimit, bytes memory data)
        internal
        view
        returns (bool success, bytes32 word)
    {
        _requireGas(gasLimit);
        assembly ("memory-safe") {
            success := staticcall(gasLimit, target, add(data, 32), mload(data), 0, 32)
            success := and(success, gt(returndatasize(), 31))
            if success { word := mload(0) }
        }
    }

    /// @notice A call with value and all gas, for callers to whom a failure means that nothing happened.
    /// @param target The callee. One without code succeeds.
    /// @param value Wei to send.
    /// @param data Selector and arguments.
    /// @param maximum So many bytes of what comes back are kept.
    /// @return success Whether it didn't revert.
    /// @return returned What came back, cut.
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

    /// @notice Asks with at most `gasLimit` gas whether the answer is the ABI encoding of `magic`, for callers to whom a no
    /// changes nothing, so that little gas does no harm.
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

    /// @dev By EIP-150 1/64 of the gas stays behind.
    function _requireGas(uint256 amount) private view {
        uint256 needed = amount + amount / 63 + OVERHEAD;
        uint256 available = gasleft();
        if (available < needed) revert BoundedCallGas(available, needed);
    }
}
