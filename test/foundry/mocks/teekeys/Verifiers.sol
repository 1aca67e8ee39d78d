// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IAttestationVerifier} from "../../../../contracts/interfaces/IAttestationVerifier.sol";
import {KeyType} from "../../../../contracts/types/KeyType.sol";
import {TEEKind} from "../../../../contracts/types/TEEKind.sol";

/// @dev Accepts exactly one set of arguments.
contract ExactVerifier is IAttestationVerifier {
    bytes32 private _accepted;

    function accept(TEEKind kind, KeyType keyType, bytes calldata key, bytes32 measurement, bytes calldata evidence)
        external
    {
        _accepted = keccak256(abi.encode(kind, keyType, key, measurement, evidence));
    }

    function verifyAttestation(
        TEEKind kind,
        KeyType keyType,
        bytes calldata key,
        bytes32 measurement,
        bytes calldata evidence
    ) external view returns (bytes4) {
        bool same = keccak256(abi.encode(kind, keyType, key, measurement, evidence)) == _accepted;
        return same ? IAttestationVerifier.verifyAttestation.selector : bytes4(0);
    }
}

/// @dev Accepts everything.
contract EasyVerifier {
    fallback(bytes calldata) external returns (bytes memory) {
        return abi.encode(IAttestationVerifier.verifyAttestation.selector);
    }
}

/// @dev Answers with given bytes.
contract AnsweringVerifier {
    bytes private _answer;

    constructor(bytes memory answer) {
        _answer = answer;
    }

    fallback(bytes calldata) external returns (bytes memory) {
        return _answer;
    }
}

/// @dev Reverts with a megabyte that begins with a yes.
contract RevertingVerifier {
    fallback() external {
        bytes32 yes = IAttestationVerifier.verifyAttestation.selector;
        assembly ("memory-safe") {
            mstore(0, yes)
            revert(0, 1000000)
        }
    }
}

/// @dev Burns all the gas it gets.
contract BurningVerifier {
    fallback() external {
        assembly ("memory-safe") {
            invalid()
        }
    }
}

/// @dev A yes, followed by a megabyte.
contract FloodingVerifier {
    fallback() external {
        bytes32 yes = IAttestationVerifier.verifyAttestation.selector;
        assembly ("memory-safe") {
            mstore(0, yes)
            return(0, 1000000)
        }
    }
}
