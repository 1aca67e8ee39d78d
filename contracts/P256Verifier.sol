// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";
import {IP256Verifier} from "./interfaces/IP256Verifier.sol";

/// @title ECDSA over P-256 by OpenZeppelin's library
/// @notice Asks the precompile at 0x100 (EIP-7951) and computes in Solidity where the chain has none, which takes about
/// forty times the gas. A contract of its own, without state, so that the code is deployed once and fits beside nothing.
contract P256Verifier is IP256Verifier {
    /// @inheritdoc IP256Verifier
    function verify(bytes32 hash, bytes32 r, bytes32 s, bytes32 x, bytes32 y) external view returns (bool) {
        return P256.verify(hash, r, s, x, y);
    }
}
