// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @dev Accepts exactly one pair of digest and signature.
contract ContractWallet is IERC1271 {
    bytes32 private _approved;

    function approve(bytes32 digest, bytes calldata signature) external {
        _approved = keccak256(abi.encode(digest, signature));
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        return
            keccak256(abi.encode(digest, signature)) == _approved
                ? IERC1271.isValidSignature.selector
                : bytes4(0xffffffff);
    }
}

/// @dev Says no in the wrong way: another value, or the right value in the wrong place or shape.
contract AnsweringWallet {
    bytes private _answer;

    constructor(bytes memory answer) {
        _answer = answer;
    }

    fallback(bytes calldata) external returns (bytes memory) {
        return _answer;
    }
}

/// @dev Reverts with a megabyte that begins with the right value.
contract RevertingWallet {
    fallback() external {
        bytes32 magic = IERC1271.isValidSignature.selector;
        assembly ("memory-safe") {
            mstore(0, magic)
            revert(0, 1000000)
        }
    }
}

/// @dev Returns a megabyte of anything but the right value.
contract FloodingWallet {
    fallback() external {
        assembly ("memory-safe") {
            mstore(0, not(0))
            return(0, 1000000)
        }
    }
}

/// @dev Burns all the gas it gets.
contract BurningWallet {
    fallback() external {
        assembly ("memory-safe") {
            invalid()
        }
    }
}

/// @dev Says yes, but tries to write while it is asked.
contract WritingWallet is IERC1271 {
    uint256 private _count;

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        (bool ok,) = address(this).staticcall(abi.encodeCall(this.write, ()));
        return ok ? IERC1271.isValidSignature.selector : bytes4(0);
    }

    function write() external {
        ++_count;
    }
}
