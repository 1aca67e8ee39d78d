// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IStakedRules} from "../../../../contracts/interfaces/IStakedRules.sol";

/// @dev Calls on command, and takes no ether.
contract RefusingAccount {
    function act(address target, uint256 value, bytes calldata call) external returns (bytes memory) {
        (bool success, bytes memory returned) = target.call{value: value}(call);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(returned, 0x20), mload(returned))
            }
        }
        return returned;
    }
}

/// @dev Tries to take its money twice: withdraws again while it is being paid.
contract GreedyAccount is RefusingAccount {
    IStakedRules private immutable _STAKED;
    bool public refused;

    constructor(IStakedRules staked) {
        _STAKED = staked;
    }

    receive() external payable {
        try _STAKED.withdraw(payable(this)) returns (uint256) {}
        catch (bytes memory reason) {
            refused = keccak256(reason)
                == keccak256(abi.encodeWithSelector(IStakedRules.StakedNothingOwed.selector, address(this)));
        }
    }
}
