// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ITEEKeyRegistry} from "../../../../contracts/interfaces/ITEEKeyRegistry.sol";

/// @dev Proposes and withdraws on command, and takes no ether itself.
contract RefusingProposer {
    function act(address registry, uint256 value, bytes calldata call) external returns (bytes memory) {
        (bool success, bytes memory returned) = registry.call{value: value}(call);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(returned, 0x20), mload(returned))
            }
        }
        return returned;
    }
}

/// @dev Tries to take its money twice: withdraws again while it is being paid.
contract GreedyProposer is RefusingProposer {
    ITEEKeyRegistry private immutable _REGISTRY;
    bool public refused;

    constructor(ITEEKeyRegistry registry) {
        _REGISTRY = registry;
    }

    receive() external payable {
        try _REGISTRY.withdraw(payable(this)) returns (uint256) {}
        catch (bytes memory reason) {
            refused = keccak256(reason)
                == keccak256(abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyNothingOwed.selector, address(this)));
        }
    }
}

/// @dev Puts ether where none is wanted: by a creation whose code, PUSH20 address SELFDESTRUCT, sends it without a call.
contract Forcer {
    constructor(address payable to) payable {
        bytes memory code = abi.encodePacked(hex"73", to, hex"ff");
        assembly ("memory-safe") {
            if iszero(create(callvalue(), add(code, 0x20), mload(code))) { revert(0, 0) }
        }
    }
}
