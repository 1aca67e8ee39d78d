// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IEd25519Verifier} from "../../../../contracts/interfaces/IEd25519Verifier.sol";

interface IEd25519Vm {
    function verifyEd25519(
        bytes calldata signature,
        bytes calldata namespace,
        bytes calldata message,
        bytes32 publicKey
    ) external pure returns (bool valid);
}

/// @dev Verifies by forge's own implementation.
contract ForgeEd25519Verifier is IEd25519Verifier {
    IEd25519Vm private constant VM = IEd25519Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    function verify(bytes32 message, bytes32 publicKey, bytes32 r, bytes32 s) external pure returns (bool) {
        return VM.verifyEd25519(abi.encodePacked(r, s), "", abi.encodePacked(message), publicKey);
    }
}

contract RefusingEd25519Verifier is IEd25519Verifier {
    function verify(bytes32, bytes32, bytes32, bytes32) external pure returns (bool) {
        return false;
    }
}
