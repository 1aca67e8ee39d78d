// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @dev What the wallet calls. `mode` says how `act` ends.
contract Target {
    enum Mode {
        Succeed,
        RevertWithReason,
        RevertWithAMegabyte,
        BurnAllGas,
        ReturnAMegabyte
    }

    error TargetFailed(uint256 number);

    Mode public mode;
    uint256 public count;
    uint256 public last;
    uint256 public received;
    uint256 public gasSeen;
    mapping(uint256 number => uint256 calls) public times;

    receive() external payable {
        received += msg.value;
    }

    function setMode(Mode newMode) external {
        mode = newMode;
    }

    function act(uint256 number) external payable {
        gasSeen = gasleft();
        if (mode == Mode.RevertWithReason) revert TargetFailed(number);
        if (mode == Mode.RevertWithAMegabyte) {
            assembly ("memory-safe") {
                mstore(0x40, 0)
                revert(0, 1000000)
            }
        }
        if (mode == Mode.BurnAllGas) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        ++count;
        ++times[number];
        last = number;
        received += msg.value;
        if (mode == Mode.ReturnAMegabyte) {
            assembly ("memory-safe") {
                return(0, 1000000)
            }
        }
    }
}

/// @dev Calls back with a prepared call as soon as it is called, once, and remembers what came of it.
contract Reentrant {
    address public callee;
    bytes public callData;
    bytes public answer;
    bool public succeeded;
    uint256 public count;

    function prepare(address newCallee, bytes calldata newCallData) external {
        (callee, callData) = (newCallee, newCallData);
    }

    function act() external {
        ++count;
        if (count == 1) (succeeded, answer) = callee.call(callData);
    }

    /// @dev Lets it act as an owner.
    function forward(address to, bytes calldata data) external {
        (bool success, bytes memory returned) = to.call(data);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(returned, 0x20), mload(returned))
            }
        }
    }
}

/// @dev An owner with code that accepts one digest.
contract ApprovingOwner is IERC1271 {
    bytes32 private _digest;

    function approve(bytes32 digest) external {
        _digest = digest;
    }

    function isValidSignature(bytes32 digest, bytes calldata) external view returns (bytes4) {
        return digest == _digest ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}
