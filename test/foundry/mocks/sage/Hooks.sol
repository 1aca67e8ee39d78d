// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IRegistrationHook} from "../../../../contracts/interfaces/IRegistrationHook.sol";

/// @dev Writes down what it is told and by whom.
contract RecordingHook is IRegistrationHook {
    event Before(address caller, address account, string did);
    event After(address caller, address account, uint256 agentId, string did);

    uint256 public asked;
    uint256 public told;

    function beforeRegister(address account, string calldata did) external {
        ++asked;
        emit Before(msg.sender, account, did);
    }

    function afterRegister(address account, uint256 agentId, string calldata did) external {
        ++told;
        emit After(msg.sender, account, agentId, did);
    }
}

/// @dev Refuses with its own error.
contract RefusingHook is IRegistrationHook {
    error Refused(address account, string did);

    function beforeRegister(address account, string calldata did) external pure {
        revert Refused(account, did);
    }

    function afterRegister(address account, uint256, string calldata did) external pure {
        revert Refused(account, did);
    }
}

/// @dev Reverts with so many bytes, all ones.
contract FloodingHook {
    uint256 private immutable SIZE;

    constructor(uint256 size) {
        SIZE = size;
    }

    fallback() external {
        uint256 size = SIZE;
        assembly ("memory-safe") {
            let begin := mload(0x40)
            // What is kept of it, so that the test sees that its beginning is kept.
            for { let i := 0 } lt(i, 320) { i := add(i, 32) } { mstore(add(begin, i), not(0)) }
            revert(begin, size)
        }
    }
}

/// @dev Returns so many bytes where none are expected.
contract ReturningHook {
    uint256 private immutable SIZE;

    constructor(uint256 size) {
        SIZE = size;
    }

    fallback() external {
        uint256 size = SIZE;
        assembly ("memory-safe") {
            return(0, size)
        }
    }
}

/// @dev Burns all the gas it gets.
contract BurningHook {
    fallback() external {
        assembly ("memory-safe") {
            invalid()
        }
    }
}

/// @dev Makes a prepared call and reverts as that does.
contract CallingHook {
    address private immutable TARGET;
    bytes private _data;

    constructor(address target, bytes memory data) {
        TARGET = target;
        _data = data;
    }

    fallback() external {
        (bool success, bytes memory returned) = TARGET.call(_data);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(returned, 32), mload(returned))
            }
        }
    }
}
