// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {BoundedCall} from "../../../contracts/libraries/BoundedCall.sol";
import {KeyState} from "../../../contracts/types/KeyState.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";
import {
    AnsweringWallet,
    BurningWallet,
    ContractWallet,
    FloodingWallet,
    RevertingWallet,
    WritingWallet
} from "../mocks/identity/Wallets.sol";
import {ForgeEd25519Verifier, RefusingEd25519Verifier} from "../mocks/sage/Ed25519Verifiers.sol";
import {FloodingYesWallet, SlowWallet} from "../mocks/sage/SigningWallets.sol";
import {KeyFixture} from "./KeyFixture.sol";

/// @dev What is a proof or a signature and what isn't, for the types that the contract checks itself.
contract KeyProofsTest is KeyFixture {
    /// @dev What `isValidSignature` may take, 64/63 of it and 5,000 more are asked for.
    uint256 private constant ERC1271_NEEDED = 400_000 + uint256(400_000) / 63 + 8000;

    function setUp() public override {
        super.setUp();
        registry = deployRegistry(address(agents), address(new ForgeEd25519Verifier()));
        agentId = register(alice, "alice-1", list(secp256k1Key(1), p256Key(1)));
        wait(100);
    }

    // P7

    function testFuzz_P7_aProofForAnotherChain(uint256 seed, uint64 chainId) public {
        chainId = uint64(bound(chainId, 1, type(uint64).max - 1));
        vm.assume(chainId != block.chainid);
        ISageRegistryV3.KeyInput memory input = nextInput(_signer(seed));
        vm.chainId(chainId);
        _refused(input);
    }

    function testFuzz_P7_aProofForAnotherContract(uint256 seed) public {
        TestKey memory key = _signer(seed);
        ISageRegistryV3.KeyInput memory input = nextInput(key);
        registry = deployRegistry(address(agents), address(new ForgeEd25519Verifier()));
        agentId = register(alice, "alice-1", list(secp256k1Key(1), p256Key(1)));
        _refused(input);
        input = nextInput(key);
        _accepted(input);
    }

    function testFuzz_P7_aProofForAnotherOwner(uint256 seed, address owner) public {
        vm.assume(owner != alice);
        _refused(inputOf(_signer(seed), DID, owner, 2));
    }

    function testFuzz_P7_aProofForAnotherDid(uint256 seed, string calldata did) public {
        vm.assume(keccak256(bytes(did)) != keccak256(bytes(DID)));
        _refused(inputOf(_signer(seed), did, alice, 2));
        _refused(inputOf(_signer(seed), string.concat(DID, "1"), alice, 2));
    }

    function testFuzz_P7_aProofForAnotherNonce(uint256 seed, uint256 nonce_) public {
        vm.assume(nonce_ != 2);
        _refused(inputOf(_signer(seed), DID, alice, nonce_));
    }

    /// @dev One key can't prove another, of its type or of a type that shares its secret.
    function testFuzz_P7_aProofOfAnotherKey(uint256 seed, uint256 other) public {
        TestKey memory key = _signer(seed);
        vm.assume(other != seed);
        TestKey memory thief = TestKey(key.keyType, _signerOf(other, key.keyType).secret, address(0));
        bytes32 digest = registry.keyProofDigest(DID, alice, keyIdOf(key), 2);
        _refused(ISageRegistryV3.KeyInput(key.keyType, publicKeyOf(key), proofOf(thief, digest)));
        digest = registry.keyProofDigest(DID, alice, keyIdOf(thief), 2);
        _refused(ISageRegistryV3.KeyInput(key.keyType, publicKeyOf(key), proofOf(key, digest)));
    }

    function testFuzz_P7_theRightProofIsAccepted(uint256 seed) public {
        TestKey memory key = _signer(seed);
        _accepted(nextInput(key));
        assertState(key, KeyState.Proved);
        assertTrue(registry.verifySignature(agentId, keyIdOf(key), DIGEST, signatureOf(key, DIGEST)));
    }

    // P9

    function testFuzz_P9_highSOfSecp256k1(uint256 seed) public {
        TestKey memory key = secp256k1Key(_apart(seed));
        ISageRegistryV3.KeyInput memory input = nextInput(key);
        input.proof = _mirrored(input.proof);
        // The twin is a signature of the key; it is refused for its form alone.
        bytes32 digest = registry.keyProofDigest(DID, alice, keyIdOf(key), 2);
        (bytes32 r, bytes32 s, uint8 v) = _split(input.proof);
        assertEq(ecrecover(digest, v, r, s), vm.addr(key.secret));
        _refused(input);
        bytes memory signature = _mirrored(signatureOf(secp256k1Key(1), DIGEST));
        assertFalse(registry.verifySignature(agentId, keyIdOf(secp256k1Key(1)), DIGEST, signature));
    }

    function testFuzz_P9_highSOfP256(uint256 seed) public {
        ISageRegistryV3.KeyInput memory input = nextInput(p256Key(_apart(seed)));
        input.proof = _withS(input.proof, P256_ORDER - _word(input.proof, 32));
        _refused(input);
        bytes memory signature = signatureOf(p256Key(1), DIGEST);
        if (seed % 32 == 0) assertTrue(registry.verifySignature(agentId, second, DIGEST, signature));
        signature = _withS(signature, P256_ORDER - _word(signature, 32));
        assertFalse(registry.verifySignature(agentId, second, DIGEST, signature));
    }

    /// @dev 0 and 1, as some libraries write it, and EIP-155's are among them.
    function testFuzz_P9_wrongV(uint256 seed) public {
        ISageRegistryV3.KeyInput memory input = nextInput(secp256k1Key(_apart(seed)));
        bytes memory signature = signatureOf(secp256k1Key(1), DIGEST);
        (bytes1 right, bytes1 alsoRight) = (input.proof[64], signature[64]);
        // A few at a time; test_P9_everyV has them all.
        for (uint256 i; i < 6; ++i) {
            bytes1 v = bytes1(uint8(seed >> (8 * i)));
            input.proof[64] = v;
            if (v != right) _refused(input);
            signature[64] = v;
            assertEq(registry.verifySignature(agentId, first, DIGEST, signature), v == alsoRight);
        }
    }

    function test_P9_everyV() public {
        ISageRegistryV3.KeyInput memory input = nextInput(secp256k1Key(9));
        bytes1 right = input.proof[64];
        for (uint256 v; v < 256; ++v) {
            input.proof[64] = bytes1(uint8(v));
            if (input.proof[64] != right) _refused(input);
        }
        input.proof[64] = right;
        _accepted(input);
    }

    /// @dev ERC-2098.
    function testFuzz_P9_compactForm(uint256 seed) public {
        TestKey memory key = secp256k1Key(_apart(seed));
        ISageRegistryV3.KeyInput memory input = nextInput(key);
        input.proof = _compact(key, registry.keyProofDigest(DID, alice, keyIdOf(key), 2));
        assertEq(input.proof.length, 64);
        _refused(input);
        assertFalse(registry.verifySignature(agentId, first, DIGEST, _compact(secp256k1Key(1), DIGEST)));
    }

    /// @dev Numbers for which ecrecover gives nothing: zero is nobody's address.
    function testFuzz_P9_zeroRecovery(uint256 r, uint256 s) public {
        bytes memory garbage = abi.encodePacked(r, bound(s, 0, SECP256K1_ORDER / 2), uint8(27));
        ISageRegistryV3.KeyInput memory input = nextInput(secp256k1Key(9));
        input.proof = garbage;
        _refused(input);
        assertFalse(registry.verifySignature(agentId, first, DIGEST, garbage));
        bytes32 zero = keccak256(abi.encode(uint256(0), address(0)));
        assertFalse(registry.verifySignature(agentId, zero, DIGEST, garbage));
    }

    function testFuzz_P9_otherLengths(uint256 seed, bytes calldata extra) public {
        vm.assume(extra.length > 0);
        ISageRegistryV3.KeyInput memory input = nextInput(_signer(seed));
        bytes memory right = input.proof;
        input.proof = bytes.concat(right, extra);
        _refused(input);
        assembly ("memory-safe") {
            mstore(right, sub(mload(right), 1))
        }
        input.proof = right;
        _refused(input);
        input.proof = "";
        _refused(input);
    }

    function test_P9_rOrSZeroOrTooLarge() public {
        uint256[4] memory orders = [SECP256K1_ORDER, P256_ORDER, type(uint256).max, 0];
        for (uint256 i; i < orders.length; ++i) {
            _refusedWith(secp256k1Key(9), orders[i]);
            _refusedWith(p256Key(9), orders[i]);
        }
    }

    /// @dev `verifySignature` and the proof of P-256 differ: the digest is the hash there, the message here.
    function test_P9_theProofOfP256IsOverTheHashOfTheDigest() public {
        TestKey memory key = p256Key(9);
        ISageRegistryV3.KeyInput memory input = nextInput(key);
        bytes32 digest = registry.keyProofDigest(DID, alice, keyIdOf(key), 2);
        bytes memory overDigest = signatureOf(key, digest);
        assembly ("memory-safe") {
            mstore(overDigest, 64)
        }
        input.proof = overDigest;
        _refused(input);
    }

    // P13

    function test_P13_aContractThatSaysNo() public {
        _saysNo(address(new ContractWallet()));
    }

    function test_P13_aContractThatRevertsWithAMegabyte() public {
        _saysNo(address(new RevertingWallet()));
    }

    function test_P13_aContractThatReturnsAMegabyte() public {
        _saysNo(address(new FloodingWallet()));
    }

    function test_P13_aContractThatBurnsAllGas() public {
        _saysNo(address(new BurningWallet()));
    }

    function test_P13_aContractThatUsesMoreThanItMay() public {
        _saysNo(address(new SlowWallet(400_000)));
    }

    function testFuzz_P13_aContractThatAnswersAnythingElse(bytes calldata answer) public {
        vm.assume(answer.length < 32 || bytes32(answer) != bytes32(bytes4(0x1626ba7e)));
        _saysNo(address(new AnsweringWallet(answer)));
    }

    /// @dev The value in the wrong place, too short, or with more after it in the word.
    function test_P13_aContractThatAnswersAlmostRight() public {
        _saysNo(address(new AnsweringWallet(hex"1626ba7e")));
        _saysNo(address(new AnsweringWallet(abi.encode(uint256(0x1626ba7e)))));
        _saysNo(address(new AnsweringWallet(abi.encode(bytes4(0x1626ba7f)))));
        _saysNo(address(new AnsweringWallet(abi.encode(bytes8(0x1626ba7e00000001)))));
        _saysNo(address(new AnsweringWallet(abi.encode(true))));
        _saysNo(address(new AnsweringWallet(new bytes(31))));
        _saysNo(address(new AnsweringWallet("")));
    }

    /// @dev It is asked by a static call.
    function test_P13_aContractThatWantsToWrite() public {
        _saysNo(address(new WritingWallet()));
    }

    /// @dev Once it said yes; the code at its address is another now, or gone.
    function test_P13_aContractThatHasGone() public {
        SlowWallet wallet = new SlowWallet(0);
        TestKey memory key = erc1271Key(address(wallet));
        _accepted(nextInput(key));
        bytes32 keyId = keyIdOf(key);
        assertTrue(registry.verifySignature(agentId, keyId, DIGEST, "any"));
        vm.etch(address(wallet), "");
        assertFalse(registry.verifySignature(agentId, keyId, DIGEST, "any"));
        assertTrue(isValid(keyId));
        address[5] memory others = [
            address(new ContractWallet()),
            address(new RevertingWallet()),
            address(new FloodingWallet()),
            address(new BurningWallet()),
            address(new SlowWallet(400_000))
        ];
        for (uint256 i; i < others.length; ++i) {
            vm.etch(address(wallet), others[i].code);
            uint256 before = gasleft();
            assertFalse(registry.verifySignature(agentId, keyId, DIGEST, "any"));
            assertLt(before - gasleft(), 440_000);
        }
    }

    function test_P13_aContractThatSaysYesAtLength() public {
        TestKey memory key = erc1271Key(address(new FloodingYesWallet()));
        _accepted(nextInput(key));
        uint256 before = gasleft();
        assertTrue(registry.verifySignature(agentId, keyIdOf(key), DIGEST, "any"));
        assertLt(before - gasleft(), 440_000);
    }

    /// @dev A wallet that needs nearly all that it may have: less gas makes the call fail, never the answer no.
    function test_P13_tooLittleGasIsNoAnswer() public {
        TestKey memory key = erc1271Key(address(new SlowWallet(390_000)));
        _accepted(nextInput(key));
        bytes memory data = abi.encodeCall(ISageRegistryV3.verifySignature, (agentId, keyIdOf(key), DIGEST, "any"));
        (uint256 refused, uint256 answered) = (0, 0);
        for (uint256 given = 10_000; given < 450_000; given += 501) {
            if (given % 2 == 0) vm.cool(key.account);
            (bool success, bytes memory answer) = address(registry).call{gas: given}(data);
            if (success) {
                assertTrue(abi.decode(answer, (bool)), vm.toString(given));
                ++answered;
            } else if (answer.length > 0) {
                _checkGasRefusal(answer);
                ++refused;
            }
        }
        assertGt(answered, 10);
        assertGt(refused, 500);
    }

    /// @dev The same when the key is added: nobody can make the owner's key fail by sending little.
    function test_P13_tooLittleGasAddsNothing() public {
        ISageRegistryV3.KeyInput memory input = nextInput(erc1271Key(address(new SlowWallet(390_000))));
        vm.prank(alice);
        (bool success, bytes memory answer) =
            address(registry).call{gas: 400_000}(abi.encodeCall(ISageRegistryV3.addKey, (agentId, input)));
        assertFalse(success);
        _checkGasRefusal(answer);
        assertEq(nonce(), 2);
        _accepted(input);
    }

    // Ed25519 with a verifier

    function test_RevertWhen_aVerifierHasNoCode() public {
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageNoCode.selector, eve));
        deployRegistry(address(agents), eve);
        p256Verifier = address(0);
        vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageNoCode.selector, address(0)));
        deployRegistry(address(agents), address(0));
    }

    function test_ed25519_aVerifierThatSaysNo() public {
        registry = deployRegistry(address(agents), address(new RefusingEd25519Verifier()));
        agentId = register(alice, "alice-1", list(secp256k1Key(1), p256Key(1)));
        _refused(nextInput(ed25519Key(1)));
    }

    function testFuzz_ed25519_aTamperedSignature(uint256 seed, uint256 bit) public {
        TestKey memory key = ed25519Key(seed);
        ISageRegistryV3.KeyInput memory input = nextInput(key);
        _accepted(input);
        bytes memory signature = signatureOf(key, DIGEST);
        assertTrue(registry.verifySignature(agentId, keyIdOf(key), DIGEST, signature));
        bit = bit % (8 * signature.length);
        signature[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
        assertFalse(registry.verifySignature(agentId, keyIdOf(key), DIGEST, signature));
    }

    // verifySignature

    function testFuzz_verifySignatureNeverReverts(uint256 which, bytes calldata garbage, bytes32 digest) public {
        _accepted(nextInput(ed25519Key(1)));
        _accepted(nextInput(erc1271Key(address(new ContractWallet()))), true);
        ISageRegistryV3.KeyInput memory input = attestedInput(x25519Key(1), secp256k1Key(1), DID, alice, nonce());
        _accepted(input);
        ISageRegistryV3.KeyView[] memory keys = registry.getKeys(agentId, 0, 100);
        assertEq(keys.length, 5);
        bytes32 keyId = keys[which % 5].keyId;
        assertFalse(registry.verifySignature(agentId, keyId, digest, garbage));
        assertFalse(registry.verifySignature(agentId, digest, digest, garbage));
        assertFalse(registry.verifySignature(which, keyId, digest, garbage));
    }

    /// @dev Of the right length, so that the garbage gets to the curve.
    function testFuzz_verifySignatureOfGarbageOfTheRightLength(bytes32[3] calldata words, uint8 v, bytes32 digest)
        public
    {
        assertFalse(registry.verifySignature(agentId, first, digest, abi.encodePacked(words[0], words[1], 27 + v % 2)));
        (uint256 x, uint256 y) = vm.publicKeyP256(p256Key(1).secret);
        bytes memory signature = abi.encodePacked(words[0], words[1], x, y);
        if (v % 32 == 0) assertFalse(registry.verifySignature(agentId, second, digest, signature));
        signature = abi.encodePacked(words[0], words[1], words[2], y);
        assertFalse(registry.verifySignature(agentId, second, digest, signature));
        _accepted(nextInput(ed25519Key(1)));
        signature = abi.encodePacked(words[0], words[1], publicKeyOf(ed25519Key(1)));
        assertFalse(registry.verifySignature(agentId, keyIdOf(ed25519Key(1)), digest, signature));
    }

    /// @dev A right signature by one of the agent's keys is none by another.
    function test_verifySignatureByAnotherKey() public {
        addKey(agentId, secp256k1Key(2));
        addKey(agentId, p256Key(2));
        bytes memory signature = signatureOf(secp256k1Key(2), DIGEST);
        assertTrue(registry.verifySignature(agentId, keyIdOf(secp256k1Key(2)), DIGEST, signature));
        assertFalse(registry.verifySignature(agentId, first, DIGEST, signature));
        signature = signatureOf(p256Key(2), DIGEST);
        assertTrue(registry.verifySignature(agentId, keyIdOf(p256Key(2)), DIGEST, signature));
        assertFalse(registry.verifySignature(agentId, second, DIGEST, signature));
        assertFalse(registry.verifySignature(agentId, keyIdOf(p256Key(2)), keccak256("another"), signature));
    }

    function _saysNo(address wallet) private {
        ISageRegistryV3.KeyInput memory input = nextInput(erc1271Key(wallet));
        uint256 before = gasleft();
        _refused(input);
        assertLt(before - gasleft(), 600_000);
        assertEq(nonce(), 2);
        assertEq(activeKeys(), 2);
        assertState(erc1271Key(wallet), KeyState.None);
    }

    function _refusedWith(TestKey memory key, uint256 number) private {
        ISageRegistryV3.KeyInput memory input = nextInput(key);
        bytes memory right = input.proof;
        input.proof = _withS(right, number);
        _refused(input);
        input.proof = abi.encodePacked(number, _word(right, 32));
        if (key.keyType == KeyType.Secp256k1) input.proof = abi.encodePacked(input.proof, right[64]);
        _refused(input);
    }

    function _refused(ISageRegistryV3.KeyInput memory input) private {
        expectProofInvalid(registry.keyIdOf(input.keyType, input.publicKey));
        vm.prank(alice);
        registry.addKey(agentId, input);
    }

    function _accepted(ISageRegistryV3.KeyInput memory input) private {
        vm.prank(alice);
        registry.addKey(agentId, input);
    }

    /// @dev For a wallet that must be told what to confirm.
    function _accepted(ISageRegistryV3.KeyInput memory input, bool approves) private {
        if (approves) ContractWallet(address(bytes20(input.publicKey))).approve(bytes32(input.proof), input.proof);
        _accepted(input);
    }

    /// @dev A key of one of the types whose proofs are checked here; not one that the agent has. P-256 one time in 32:
    /// without precompile it takes longer than all else together.
    function _signer(uint256 seed) private pure returns (TestKey memory) {
        if (seed % 32 == 0) return _signerOf(seed, KeyType.P256);
        return _signerOf(seed, seed % 2 == 0 ? KeyType.Secp256k1 : KeyType.Ed25519);
    }

    function _signerOf(uint256 seed, KeyType keyType) private pure returns (TestKey memory) {
        seed = _apart(seed);
        if (keyType == KeyType.Secp256k1) return secp256k1Key(seed);
        return keyType == KeyType.P256 ? p256Key(seed) : ed25519Key(seed);
    }

    /// @dev Not one of the keys that the agent has.
    function _apart(uint256 seed) private pure returns (uint256) {
        return uint256(keccak256(abi.encode("apart", seed)));
    }

    function _checkGasRefusal(bytes memory answer) private pure {
        uint256 available = _word(answer, 4);
        assertEq(answer, abi.encodeWithSelector(BoundedCall.BoundedCallGas.selector, available, ERC1271_NEEDED));
        assertLt(available, ERC1271_NEEDED);
    }

    function _compact(TestKey memory key, bytes32 digest) private pure returns (bytes memory) {
        (bytes32 r, bytes32 vs) = vm.signCompact(key.secret, digest);
        return abi.encodePacked(r, vs);
    }

    /// @dev The other signature of secp256k1 with the same r: -s and the other v.
    function _mirrored(bytes memory signature) private pure returns (bytes memory) {
        (bytes32 r, bytes32 s, uint8 v) = _split(signature);
        return abi.encodePacked(r, SECP256K1_ORDER - uint256(s), 55 - v);
    }

    function _split(bytes memory signature) private pure returns (bytes32 r, bytes32 s, uint8 v) {
        (r, s, v) = (bytes32(_word(signature, 0)), bytes32(_word(signature, 32)), uint8(signature[64]));
    }

    function _withS(bytes memory signature, uint256 s) private pure returns (bytes memory changed) {
        changed = bytes.concat(signature);
        assembly ("memory-safe") {
            mstore(add(changed, 64), s)
        }
    }

    function _word(bytes memory data, uint256 offset) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(data, 32), offset))
        }
    }
}
