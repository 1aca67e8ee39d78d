// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @notice What a call takes in execution for a contract that makes it: the first time in a transaction, when account and
/// storage are cold, and again, when they are warm.
contract GasMeter {
    error CallFailed(bytes reason);

    function measure(address target, bytes calldata data) external returns (uint256 cold, uint256 warm) {
        cold = _measure(target, data);
        warm = _measure(target, data);
    }

    function _measure(address target, bytes memory data) private returns (uint256 used) {
        used = gasleft();
        (bool success, bytes memory returned) = target.call(data);
        used -= gasleft();
        if (!success) revert CallFailed(returned);
    }
}
