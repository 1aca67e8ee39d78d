// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ISageRegistryV3} from "../../contracts/interfaces/ISageRegistryV3.sol";
import {KeyType} from "../../contracts/types/KeyType.sol";
import {Deployed, IIdentity, ISage} from "./Deployed.sol";

/// @dev Proofs by halmos, run by `npm run prove`: each holds for all values of the arguments, under the bounds that
/// audit/PROOFS.md states. keccak256 is taken to be free of collisions, ecrecover to give any address.
contract SageRegistryProofs is Deployed {
    string private constant IDENTIFIER = "an-agent-of-1";
    bytes32 private constant SALT = keccak256("salt");

    ISage private _registry;
    ISage private _other;

    function setUp() public {
        IIdentity identity = _identityRegistry();
        _registry = _sageRegistry(identity, address(0xA11CE), address(0));
        _other = _sageRegistry(identity, address(0xA11CE), address(0));
    }

    /// @dev P1: what one account has committed no other can reveal.
    function check_P1_aCopiedCommitmentIsUseless(address committer, address thief, uint40 age, bytes32 salt) public {
        vm.assume(committer != thief && committer != address(0) && thief != address(0));
        vm.warp(1_800_000_000);
        bytes32 commitment = _registry.registrationCommitment(committer, IDENTIFIER, _keys(), "", salt);
        vm.prank(committer);
        _registry.commitRegistration(commitment);
        vm.warp(1_800_000_000 + uint256(age));
        vm.prank(thief);
        (bool revealed,) =
            address(_registry).call(abi.encodeCall(_registry.registerAgentWithReveal, (IDENTIFIER, _keys(), "", salt)));
        assert(!revealed);
    }

    /// @dev P1: commitments of two accounts to the same things differ.
    function check_P1_commitmentsNameTheCommitter(address one, address other, bytes32 salt) public view {
        vm.assume(one != other);
        bytes32 ofOne = _registry.registrationCommitment(one, IDENTIFIER, _keys(), "", salt);
        assert(ofOne != _registry.registrationCommitment(other, IDENTIFIER, _keys(), "", salt));
    }

    /// @dev P1: commitments to two contracts differ, as do those of the two kinds of registration.
    function check_P1_commitmentsNameTheContract(address committer, uint256 agentId, bytes32 salt) public view {
        bytes32 commitment = _registry.registrationCommitment(committer, IDENTIFIER, _keys(), "", salt);
        assert(commitment != _other.registrationCommitment(committer, IDENTIFIER, _keys(), "", salt));
        assert(commitment != _registry.bindingCommitment(committer, agentId, IDENTIFIER, _keys(), salt));
    }

    /// @dev P3: a reveal that succeeds came 60 to 3,600 seconds after the commitment.
    function check_P3_revealWindow(uint40 committedAt, uint40 age) public {
        vm.assume(committedAt > 0);
        address committer = address(0xB0B);
        bytes32 commitment = _registry.registrationCommitment(committer, IDENTIFIER, _keys(), "", SALT);
        vm.warp(committedAt);
        vm.prank(committer);
        _registry.commitRegistration(commitment);
        vm.warp(uint256(committedAt) + age);
        vm.prank(committer);
        (bool revealed,) =
            address(_registry).call(abi.encodeCall(_registry.registerAgentWithReveal, (IDENTIFIER, _keys(), "", SALT)));
        if (revealed) assert(age >= 60 && age <= 3600);
    }

    /// @dev P7: no two different sets of owner, key and nonce have the same digest.
    function check_P7_digestNamesOwnerKeyNonce(
        address owner,
        address otherOwner,
        bytes32 keyId,
        bytes32 otherKeyId,
        uint256 nonce,
        uint256 otherNonce
    ) public view {
        vm.assume(owner != otherOwner || keyId != otherKeyId || nonce != otherNonce);
        string memory did = "did:sage:testnet:an-agent-of-1";
        bytes32 digest = _registry.keyProofDigest(did, owner, keyId, nonce);
        assert(digest != _registry.keyProofDigest(did, otherOwner, otherKeyId, otherNonce));
    }

    /// @dev P7: nor have two DIDs of 30 characters.
    function check_P7_digestNamesTheDid(bytes30 did, bytes30 otherDid, address owner, bytes32 keyId, uint256 nonce)
        public
        view
    {
        vm.assume(did != otherDid);
        bytes32 digest = _registry.keyProofDigest(string(abi.encodePacked(did)), owner, keyId, nonce);
        assert(digest != _registry.keyProofDigest(string(abi.encodePacked(otherDid)), owner, keyId, nonce));
    }

    /// @dev P7: nor have two contracts.
    function check_P7_digestNamesTheContract(address owner, bytes32 keyId, uint256 nonce) public view {
        string memory did = "did:sage:testnet:an-agent-of-1";
        bytes32 digest = _registry.keyProofDigest(did, owner, keyId, nonce);
        assert(digest != _other.keyProofDigest(did, owner, keyId, nonce));
    }

    /// @dev One secp256k1 key, the generator's, with a proof of zeros.
    function _keys() private pure returns (ISageRegistryV3.KeyInput[] memory keys) {
        keys = new ISageRegistryV3.KeyInput[](1);
        keys[0] = ISageRegistryV3.KeyInput({
            keyType: KeyType.Secp256k1,
            publicKey: abi.encodePacked(
                bytes1(0x04),
                bytes32(0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798),
                bytes32(0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8)
            ),
            proof: abi.encodePacked(bytes32(uint256(1)), bytes32(uint256(1)), bytes1(0x1b))
        });
    }
}
