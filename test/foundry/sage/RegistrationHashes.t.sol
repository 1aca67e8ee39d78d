// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";
import {RegistrationFixture} from "./RegistrationFixture.sol";

/// @dev The three typed hashes, computed once more from the text of EIP-712 and the type strings of the interface.
contract RegistrationHashesTest is RegistrationFixture {
    string private constant KEY = "Key(uint8 keyType,bytes publicKey)";
    bytes private constant LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    function testFuzz_P4_registrationCommitmentIsTheTypedHash(
        address committer,
        bytes[] memory publicKeys,
        string memory uri,
        bytes32 salt,
        uint256 seed
    ) public {
        vm.chainId(bound(seed, 1, type(uint64).max));
        string memory identifier = string(_letters(1 + seed % 64, seed));
        ISageRegistryV3.KeyInput[] memory keys = _keys(publicKeys, seed);
        bytes32 typeHash = keccak256(
            abi.encodePacked("Registration(address committer,string did,Key[] keys,string agentURI,bytes32 salt)", KEY)
        );
        bytes32 didHash = keccak256(abi.encodePacked("did:sage:testnet:", identifier));
        bytes32 structHash =
            keccak256(abi.encode(typeHash, committer, didHash, _hashOf(keys), keccak256(bytes(uri)), salt));
        assertEq(registry.registrationCommitment(committer, identifier, keys, uri, salt), _typed(structHash));
    }

    function testFuzz_P4_bindingCommitmentIsTheTypedHash(
        address committer,
        uint256 agentId,
        bytes[] memory publicKeys,
        bytes32 salt,
        uint256 seed
    ) public {
        vm.chainId(bound(seed, 1, type(uint64).max));
        string memory identifier = string(_letters(1 + seed % 64, seed));
        ISageRegistryV3.KeyInput[] memory keys = _keys(publicKeys, seed);
        bytes32 typeHash = keccak256(
            abi.encodePacked("Binding(address committer,uint256 agentId,string did,Key[] keys,bytes32 salt)", KEY)
        );
        bytes32 didHash = keccak256(abi.encodePacked("did:sage:testnet:", identifier));
        bytes32 structHash = keccak256(abi.encode(typeHash, committer, agentId, didHash, _hashOf(keys), salt));
        assertEq(registry.bindingCommitment(committer, agentId, identifier, keys, salt), _typed(structHash));
    }

    function testFuzz_P4_keyProofDigestIsTheTypedHash(
        string memory did,
        address owner,
        bytes32 keyId,
        uint256 nonce,
        uint64 chainId
    ) public {
        vm.chainId(bound(chainId, 1, type(uint64).max));
        bytes32 typeHash = keccak256("KeyProof(string did,address owner,bytes32 keyId,uint256 nonce)");
        bytes32 structHash = keccak256(abi.encode(typeHash, keccak256(bytes(did)), owner, keyId, nonce));
        assertEq(registry.keyProofDigest(did, owner, keyId, nonce), _typed(structHash));
    }

    /// @dev The border between the identifier and the next dynamic field is moved.
    function testFuzz_P4_bytesMovedBetweenFieldsChangeTheCommitment(uint256 seed, uint256 cut, uint256 other)
        public
        view
    {
        bytes memory text = _letters(40, seed);
        cut = bound(cut, 1, 39);
        other = bound(other, 1, 38);
        if (other >= cut) ++other;
        // identifier | publicKey, publicKey | URI, identifier | URI, publicKey | proof and first key | second key
        for (uint256 kind; kind < 5; ++kind) {
            bool same = _registration(kind, text, cut) == _registration(kind, text, other);
            // Proofs are not committed; moving bytes into them changes the committed part all the same.
            assertFalse(same);
        }
        assertTrue(_binding(text, cut) != _binding(text, other));
        assertTrue(_registration(1, text, cut) != _binding(text, cut));
    }

    /// @dev One key cut in two, an empty key more, and the type in place of a byte.
    function testFuzz_P4_numberAndTypeOfKeysChangeTheCommitment(bytes memory publicKey, uint256 cut) public view {
        vm.assume(publicKey.length > 0);
        cut = bound(cut, 0, publicKey.length);
        bytes[] memory one = new bytes[](1);
        one[0] = publicKey;
        bytes[] memory two = new bytes[](2);
        (two[0], two[1]) = (_slice(publicKey, 0, cut), _slice(publicKey, cut, publicKey.length));
        bytes32 first = registry.registrationCommitment(alice, "a", _keys(one, 0), "", SALT);
        assertTrue(first != registry.registrationCommitment(alice, "a", _keys(two, 0), "", SALT));
        assertTrue(first != registry.registrationCommitment(alice, "a", _keys(one, 1), "", SALT));
        assertTrue(first != registry.registrationCommitment(alice, "a", _keys(new bytes[](0), 0), "", SALT));
    }

    /// @dev The only dynamic field of a key proof is the DID: its bytes can't become those of the owner.
    function testFuzz_P4_keyProofFieldsAreApart(string memory did, bytes1 last, address owner, bytes32 keyId)
        public
        view
    {
        string memory longer = string(abi.encodePacked(did, last));
        bytes32 first = registry.keyProofDigest(did, owner, keyId, 1);
        assertTrue(first != registry.keyProofDigest(longer, owner, keyId, 1));
        assertTrue(first != registry.keyProofDigest(did, address(uint160(owner) ^ 1), keyId, 1));
        assertTrue(first != registry.keyProofDigest(did, owner, keyId ^ bytes32(uint256(1)), 1));
        assertTrue(first != registry.keyProofDigest(did, owner, keyId, 2));
    }

    /// @dev With the fields of a real registration: what was committed can't be revealed as something else.
    function test_attack_A02_bytesMovedBetweenFieldsRevealNothing() public {
        Plan memory plan = planOf(alice, "ab", 1);
        plan.uri = "cd";
        commit(alice, commitmentOf(plan));
        Plan memory moved = planOf(alice, "abc", 1);
        moved.uri = "d";
        vm.expectRevert(unknown(alice, commitmentOf(moved)));
        reveal(moved);
        moved = planOf(alice, "a", 1);
        moved.uri = "bcd";
        vm.expectRevert(unknown(alice, commitmentOf(moved)));
        reveal(moved);
        assertRegistered(reveal(plan), plan, alice);
    }

    function test_attack_A02_bytesMovedBetweenKeysRevealNothing() public {
        Plan memory plan = planFor(alice, "ab", list(secp256k1Key(1), secp256k1Key(2)), alice);
        commit(alice, commitmentOf(plan));
        Plan memory moved = planFor(alice, "ab", list(secp256k1Key(1), secp256k1Key(2)), alice);
        bytes memory both = bytes.concat(plan.keys[0].publicKey, plan.keys[1].publicKey);
        uint256 cut = plan.keys[0].publicKey.length + 1;
        (moved.keys[0].publicKey, moved.keys[1].publicKey) = (_slice(both, 0, cut), _slice(both, cut, both.length));
        bytes32 commitment = commitmentOf(moved);
        assertTrue(commitment != commitmentOf(plan));
        vm.expectRevert(unknown(alice, commitment));
        reveal(moved);
        assertRegistered(reveal(plan), plan, alice);
    }

    function test_attack_A02_contractAndChainAreInTheHash() public {
        Plan memory plan = planOf(alice, "ab", 1);
        bytes32 here = commitmentOf(plan);
        bytes32 binding = bindingOf(plan, 1);
        bytes32 proof = registry.keyProofDigest("did", alice, 0, 0);
        vm.chainId(block.chainid + 1);
        assertTrue(commitmentOf(plan) != here && bindingOf(plan, 1) != binding);
        assertTrue(registry.keyProofDigest("did", alice, 0, 0) != proof);
        vm.chainId(block.chainid - 1);
        assertEq(commitmentOf(plan), here);
        registry = deployRegistry(address(identity), address(0));
        assertTrue(commitmentOf(plan) != here && bindingOf(plan, 1) != binding);
        assertTrue(registry.keyProofDigest("did", alice, 0, 0) != proof);
    }

    function _registration(uint256 kind, bytes memory text, uint256 cut) private view returns (bytes32) {
        bytes memory head = _slice(text, 0, cut);
        bytes memory tail = _slice(text, cut, text.length);
        bytes[] memory publicKeys = new bytes[](2);
        string memory identifier = "a";
        string memory uri = "u";
        if (kind == 0) (identifier, publicKeys[0]) = (string(head), tail);
        if (kind == 1) (publicKeys[1], uri) = (head, string(tail));
        if (kind == 2) (identifier, uri) = (string(head), string(tail));
        if (kind == 4) (publicKeys[0], publicKeys[1]) = (head, tail);
        ISageRegistryV3.KeyInput[] memory keys = _keys(publicKeys, 0);
        if (kind == 3) (keys[0].publicKey, keys[0].proof) = (head, tail);
        return registry.registrationCommitment(alice, identifier, keys, uri, SALT);
    }

    function _binding(bytes memory text, uint256 cut) private view returns (bytes32) {
        bytes[] memory publicKeys = new bytes[](1);
        publicKeys[0] = _slice(text, cut, text.length);
        return registry.bindingCommitment(alice, 1, string(_slice(text, 0, cut)), _keys(publicKeys, 0), SALT);
    }

    function _keys(bytes[] memory publicKeys, uint256 seed)
        private
        pure
        returns (ISageRegistryV3.KeyInput[] memory keys)
    {
        // More than the registry takes, and few enough for many runs.
        keys = new ISageRegistryV3.KeyInput[](publicKeys.length < 12 ? publicKeys.length : 12);
        for (uint256 i; i < keys.length; ++i) {
            keys[i].keyType = KeyType((seed % 5 + i) % 5);
            keys[i].publicKey = publicKeys[i];
            keys[i].proof = abi.encode(seed);
        }
    }

    function _hashOf(ISageRegistryV3.KeyInput[] memory keys) private pure returns (bytes32) {
        bytes memory hashes;
        for (uint256 i; i < keys.length; ++i) {
            bytes32 typeHash = keccak256(bytes(KEY));
            uint256 number = uint256(keys[i].keyType);
            hashes =
                abi.encodePacked(hashes, keccak256(abi.encodePacked(typeHash, number, keccak256(keys[i].publicKey))));
        }
        return keccak256(hashes);
    }

    function _typed(bytes32 structHash) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("SageRegistryV3"),
                keccak256("1"),
                block.chainid,
                address(registry)
            )
        );
        return keccak256(abi.encodePacked("\x19\x01", domain, structHash));
    }

    function _letters(uint256 length, uint256 seed) private pure returns (bytes memory text) {
        text = new bytes(length);
        for (uint256 i; i < length; ++i) {
            text[i] = LETTERS[uint256(keccak256(abi.encode(seed, i))) % 36];
        }
    }

    function _slice(bytes memory text, uint256 from, uint256 to) private pure returns (bytes memory part) {
        part = new bytes(to - from);
        for (uint256 i; i < part.length; ++i) {
            part[i] = text[from + i];
        }
    }
}
