// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @notice What is known of a key of an agent.
/// - `None` (0): the agent never had the key.
/// - `Proved` (1): the contract checked the key's own signature over its `KeyProof`.
/// - `ProofEmitted` (2): the contract can't check this type. The proof is in the event, its hash in storage; whoever relies
///   on the key must check the proof first.
/// - `Attested` (3): the key can't sign. The contract checked the signature of a proved key of the same agent.
/// - `AttestationEmitted` (4): as `Attested`, but the attesting key is one that the contract can't check.
enum KeyState {
    None,
    Proved,
    ProofEmitted,
    Attested,
    AttestationEmitted
}
