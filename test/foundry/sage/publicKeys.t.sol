// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {PublicKeys} from "../../../contracts/libraries/PublicKeys.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";
import {ContractWallet} from "../mocks/identity/Wallets.sol";
import {SageFixture} from "./SageFixture.sol";

/// @dev By `keyIdOf`, and for the refused ones by `addKey` as well. The constants were computed apart from the contracts, in
/// Python with its own integers: the points of small order as multiples of the prime order of arbitrary points, each tried
/// in a Montgomery ladder (X25519: the shared secret is zero for every scalar); the points with a small coordinate by
/// roots of y² = x³ + ax + b in one unknown.
contract PublicKeysTest is SageFixture {
    uint256 private constant SECP256K1_P = 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f;
    uint256 private constant P256_P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffff;
    /// @dev secp256k1, x = 1: the even y. x = 5 has no point.
    uint256 private constant SECP256K1_Y_OF_1 = 0x4218f20ae6c646b363db68605822fb14264ca8d2587fdd6fbc750d587e76a7ee;
    /// @dev secp256k1: the x of a point with y = 1.
    uint256 private constant SECP256K1_X_FOR_1 = 0x1fe1e5ef3fceb5c135ab7741333ce5a6e80d68167653f6b2b24bcbcfaaaff507;
    /// @dev P-256, x = 0: the even y. x = 1 has no point.
    uint256 private constant P256_Y_OF_0 = 0x66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4;
    /// @dev P-256: the x of a point with y = 1.
    uint256 private constant P256_X_FOR_1 = 0x8d0177ebab9c6e9e10db6dd095dbac0d6375e8a97b70f611875d877f0069d2c7;
    /// @dev 2^255 - 19 as Ed25519 and X25519 write numbers; by its first byte the numbers from 2^255 - 19 to 2^255 - 1.
    bytes32 private constant PRIME_25519 = 0xedffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f;
    bytes32 private constant TOP_BIT = bytes32(uint256(0x80));

    uint256 private agentId;

    function setUp() public override {
        super.setUp();
        agentId = register(alice, "alice-1", list(secp256k1Key(1)));
    }

    // Accepted

    function testFuzz_secp256k1_bothSpellingsHaveTheIdOfTheAddress(uint256 seed) public {
        TestKey memory key = secp256k1Key(seed);
        bytes32 id = keccak256(abi.encode(uint256(0), vm.addr(key.secret)));
        assertEq(registry.keyIdOf(KeyType.Secp256k1, publicKeyOf(key)), id);
        assertEq(registry.keyIdOf(KeyType.Secp256k1, compressedOf(key)), id);
    }

    function testFuzz_p256_bothSpellingsHaveTheIdOfTheCoordinates(uint256 seed) public {
        TestKey memory key = p256Key(seed);
        (uint256 x, uint256 y) = vm.publicKeyP256(key.secret);
        bytes32 id = keccak256(abi.encode(uint256(1), x, y));
        assertEq(registry.keyIdOf(KeyType.P256, publicKeyOf(key)), id);
        assertEq(registry.keyIdOf(KeyType.P256, compressedOf(key)), id);
    }

    function testFuzz_ed25519_idOfTheBytes(uint256 seed) public {
        bytes memory key = publicKeyOf(ed25519Key(seed));
        assertEq(registry.keyIdOf(KeyType.Ed25519, key), keccak256(abi.encode(uint256(2), bytes32(key))));
    }

    function testFuzz_x25519_idOfTheBytes(uint256 seed) public {
        bytes memory key = publicKeyOf(x25519Key(seed));
        assertEq(registry.keyIdOf(KeyType.X25519, key), keccak256(abi.encode(uint256(3), bytes32(key))));
    }

    function test_erc1271_idOfTheAddress() public {
        address wallet = address(new ContractWallet());
        bytes32 id = keccak256(abi.encode(uint256(4), wallet));
        assertEq(registry.keyIdOf(KeyType.Erc1271, abi.encodePacked(wallet)), id);
    }

    /// @dev The smallest x with a point, both parities, and the point with the smallest y.
    function test_pointsAtTheEdges() public view {
        _acceptsBoth(KeyType.Secp256k1, 1, SECP256K1_Y_OF_1);
        _acceptsBoth(KeyType.Secp256k1, 1, SECP256K1_P - SECP256K1_Y_OF_1);
        _acceptsBoth(KeyType.Secp256k1, SECP256K1_X_FOR_1, 1);
        _acceptsBoth(KeyType.P256, 0, P256_Y_OF_0);
        _acceptsBoth(KeyType.P256, 0, P256_P - P256_Y_OF_0);
        _acceptsBoth(KeyType.P256, P256_X_FOR_1, 1);
    }

    // Refused

    function testFuzz_RevertWhen_theLengthIsWrong(uint8 type_, uint256 length) public {
        KeyType keyType = KeyType(type_ % 5);
        length = bound(length, 0, 200);
        vm.assume(!_isLength(keyType, length));
        _refuses(
            keyType, new bytes(length), abi.encodeWithSelector(PublicKeys.PublicKeyLength.selector, keyType, length)
        );
    }

    /// @dev One byte short, one too many, and the lengths of other types.
    function test_RevertWhen_theLengthIsWrong() public {
        uint8[11] memory lengths = [0, 1, 19, 20, 21, 31, 32, 33, 34, 64, 66];
        for (uint256 type_; type_ < 5; ++type_) {
            KeyType keyType = KeyType(type_);
            for (uint256 i; i < lengths.length; ++i) {
                if (_isLength(keyType, lengths[i])) continue;
                _refuses(
                    keyType,
                    new bytes(lengths[i]),
                    abi.encodeWithSelector(PublicKeys.PublicKeyLength.selector, keyType, uint256(lengths[i]))
                );
            }
        }
    }

    /// @dev Every byte but the right ones: 0x00 (infinity), 0x05, 0x06 and 0x07 (hybrid) among them, the prefix of the other
    /// length too.
    function test_RevertWhen_thePrefixIsWrong() public {
        bytes memory whole1 = publicKeyOf(secp256k1Key(2));
        bytes memory short1 = compressedOf(secp256k1Key(2));
        bytes memory whole2 = publicKeyOf(p256Key(2));
        bytes memory short2 = compressedOf(p256Key(2));
        for (uint256 prefix; prefix < 256; ++prefix) {
            if (prefix != 4) {
                _refusesPrefix(KeyType.Secp256k1, whole1, bytes1(uint8(prefix)));
                _refusesPrefix(KeyType.P256, whole2, bytes1(uint8(prefix)));
            }
            if (prefix != 2 && prefix != 3) {
                _refusesPrefix(KeyType.Secp256k1, short1, bytes1(uint8(prefix)));
                _refusesPrefix(KeyType.P256, short2, bytes1(uint8(prefix)));
            }
        }
    }

    function test_RevertWhen_noPointHasTheX() public {
        _refusesPoint(KeyType.Secp256k1, 5, 0);
        _refusesPoint(KeyType.P256, 1, 0);
        _refusesPoint(KeyType.Secp256k1, 0, 0);
    }

    /// @dev p + 1 and p + 0 mean points of which there is one spelling already; so does y = p + 1.
    function test_RevertWhen_aCoordinateIsNotReduced() public {
        _refusesPoint(KeyType.Secp256k1, SECP256K1_P + 1, 0);
        _refusesPoint(KeyType.Secp256k1, SECP256K1_P + 1, SECP256K1_Y_OF_1);
        _refusesPoint(KeyType.Secp256k1, SECP256K1_X_FOR_1, SECP256K1_P + 1);
        _refusesPoint(KeyType.P256, P256_P, 0);
        _refusesPoint(KeyType.P256, P256_P, P256_Y_OF_0);
        _refusesPoint(KeyType.P256, P256_X_FOR_1, P256_P + 1);
        _refusesPoint(KeyType.Secp256k1, type(uint256).max, 0);
        _refusesPoint(KeyType.P256, type(uint256).max, 0);
    }

    /// @dev A32's all-zero key is none, of any type.
    function test_attack_A24_RevertWhen_theKeyIsZero() public {
        _refusesPoint(KeyType.Secp256k1, 0, 0);
        bytes memory zero = abi.encodePacked(bytes1(0x04), new bytes(64));
        _refuses(KeyType.Secp256k1, zero, _notOnCurve(KeyType.Secp256k1, 0, 0));
        _refuses(KeyType.P256, zero, _notOnCurve(KeyType.P256, 0, 0));
        _refuses(KeyType.Secp256k1, new bytes(65), _prefix(KeyType.Secp256k1, 0));
        _refuses(KeyType.P256, new bytes(33), _prefix(KeyType.P256, 0));
        _refuses(KeyType.Ed25519, new bytes(32), _smallOrder(KeyType.Ed25519, 0));
        _refuses(KeyType.X25519, new bytes(32), _smallOrder(KeyType.X25519, 0));
        _refuses(
            KeyType.Erc1271, new bytes(20), abi.encodeWithSelector(PublicKeys.PublicKeyWithoutCode.selector, address(0))
        );
    }

    function testFuzz_attack_A24_RevertWhen_aPointIsOffItsCurve(uint256 x, uint256 y, bool r1) public {
        // A random pair is on the curve once in 2^256 times.
        _refusesPoint(r1 ? KeyType.P256 : KeyType.Secp256k1, x, y == 0 ? 1 : y);
    }

    /// @dev A point of the other curve.
    function testFuzz_attack_A24_RevertWhen_thePointIsOfAnotherCurve(uint256 seed) public {
        (uint256 x, uint256 y) = vm.publicKeyP256(p256Key(seed).secret);
        _refusesPoint(KeyType.Secp256k1, x, y);
    }

    /// @dev All eight, in the order of their orders: 1, 2, 4, 4, 8, 8, 8, 8.
    function test_attack_A24_RevertWhen_anEd25519KeyHasSmallOrder() public {
        bytes32[8] memory keys = [
            bytes32(0x0100000000000000000000000000000000000000000000000000000000000000),
            0xecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f,
            0x0000000000000000000000000000000000000000000000000000000000000000,
            0x0000000000000000000000000000000000000000000000000000000000000080,
            0x26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05,
            0x26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85,
            0xc7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a,
            0xc7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa
        ];
        for (uint256 i; i < keys.length; ++i) {
            _refuses(KeyType.Ed25519, abi.encodePacked(keys[i]), _smallOrder(KeyType.Ed25519, keys[i]));
        }
    }

    /// @dev y of p to p + 18, and x = 0 with a sign; each of them is a second spelling for decoders that don't look.
    function test_attack_A24_RevertWhen_anEd25519KeyIsNotCanonical() public {
        for (uint256 i; i < 19; ++i) {
            bytes32 key = bytes32(uint256(PRIME_25519) + (i << 248));
            _refuses(KeyType.Ed25519, abi.encodePacked(key), _notOnCurve(KeyType.Ed25519, key, 0));
            key |= TOP_BIT;
            _refuses(KeyType.Ed25519, abi.encodePacked(key), _notOnCurve(KeyType.Ed25519, key, 0));
        }
        bytes32 one = bytes32(uint256(1) << 248) | TOP_BIT;
        _refuses(KeyType.Ed25519, abi.encodePacked(one), _notOnCurve(KeyType.Ed25519, one, 0));
        bytes32 minusOne = bytes32(uint256(PRIME_25519) - (1 << 248)) | TOP_BIT;
        _refuses(KeyType.Ed25519, abi.encodePacked(minusOne), _notOnCurve(KeyType.Ed25519, minusOne, 0));
    }

    /// @dev No point has these y.
    function test_attack_A24_RevertWhen_anEd25519KeyIsNoPoint() public {
        uint8[9] memory ys = [2, 7, 8, 11, 12, 13, 17, 20, 22];
        for (uint256 i; i < ys.length; ++i) {
            bytes32 key = bytes32(uint256(ys[i]) << 248);
            _refuses(KeyType.Ed25519, abi.encodePacked(key), _notOnCurve(KeyType.Ed25519, key, 0));
            key |= TOP_BIT;
            _refuses(KeyType.Ed25519, abi.encodePacked(key), _notOnCurve(KeyType.Ed25519, key, 0));
        }
    }

    function test_attack_A24_RevertWhen_anX25519KeyHasSmallOrder() public {
        bytes32[5] memory keys = [
            bytes32(0x0000000000000000000000000000000000000000000000000000000000000000),
            0x0100000000000000000000000000000000000000000000000000000000000000,
            0xe0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800,
            0x5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157,
            0xecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f
        ];
        for (uint256 i; i < keys.length; ++i) {
            _refuses(KeyType.X25519, abi.encodePacked(keys[i]), _smallOrder(KeyType.X25519, keys[i]));
            bytes32 second = keys[i] | TOP_BIT;
            _refuses(KeyType.X25519, abi.encodePacked(second), _notOnCurve(KeyType.X25519, second, 0));
        }
    }

    /// @dev u of p to p + 18 (p and p + 1 are zero and one again), and every key with the unused bit.
    function test_attack_A24_RevertWhen_anX25519KeyIsNotCanonical() public {
        for (uint256 i; i < 19; ++i) {
            bytes32 key = bytes32(uint256(PRIME_25519) + (i << 248));
            _refuses(KeyType.X25519, abi.encodePacked(key), _notOnCurve(KeyType.X25519, key, 0));
            key |= TOP_BIT;
            _refuses(KeyType.X25519, abi.encodePacked(key), _notOnCurve(KeyType.X25519, key, 0));
        }
    }

    function testFuzz_attack_A24_RevertWhen_anX25519KeyHasTheUnusedBit(bytes32 key) public {
        key |= TOP_BIT;
        _refuses(KeyType.X25519, abi.encodePacked(key), _notOnCurve(KeyType.X25519, key, 0));
    }

    function testFuzz_RevertWhen_anAccountHasNoCode(address account) public {
        vm.assume(account.code.length == 0);
        bytes memory reason = abi.encodeWithSelector(PublicKeys.PublicKeyWithoutCode.selector, account);
        _refuses(KeyType.Erc1271, abi.encodePacked(account), reason);
    }

    // Every accepted spelling works to the end

    /// @dev A05: a spelling that is accepted isn't refused later. All five types, both spellings where there are two.
    function test_attack_A05_everyAcceptedFormatCanBeAddedAndUsed() public {
        _addAndUse(secp256k1Key(10), publicKeyOf(secp256k1Key(10)));
        _addAndUse(secp256k1Key(11), compressedOf(secp256k1Key(11)));
        _addAndUse(p256Key(10), publicKeyOf(p256Key(10)));
        _addAndUse(p256Key(11), compressedOf(p256Key(11)));
        ContractWallet wallet = new ContractWallet();
        TestKey memory contractKey = erc1271Key(address(wallet));
        ISageRegistryV3.KeyInput memory input = inputOf(contractKey, didOf("alice-1"), alice, 5);
        wallet.approve(bytes32(input.proof), input.proof);
        vm.prank(alice);
        registry.addKey(agentId, input);
        wallet.approve(DIGEST, signatureOf(contractKey, DIGEST));
        assertTrue(registry.verifySignature(agentId, keyIdOf(contractKey), DIGEST, signatureOf(contractKey, DIGEST)));
        addKey(agentId, ed25519Key(10));
        assertTrue(registry.isKeyInForceAt(agentId, keyIdOf(ed25519Key(10)), block.timestamp));
        input = attestedInput(x25519Key(10), secp256k1Key(1), didOf("alice-1"), alice, 7);
        vm.prank(alice);
        registry.addKey(agentId, input);
        assertTrue(registry.isKeyValid(agentId, keyIdOf(x25519Key(10))));
    }

    function testFuzz_attack_A05_compressedKeysWork(uint256 seed) public {
        TestKey memory key = seed % 2 == 0 ? secp256k1Key(seed) : p256Key(seed);
        vm.assume(keyIdOf(key) != keyIdOf(secp256k1Key(1)));
        _addAndUse(key, compressedOf(key));
    }

    /// @dev The other spelling of a key that the agent has is the same key.
    function test_RevertWhen_theOtherSpellingIsKnown() public {
        ISageRegistryV3.KeyInput memory input = inputOf(secp256k1Key(1), didOf("alice-1"), alice, 1);
        input.publicKey = compressedOf(secp256k1Key(1));
        vm.expectRevert(
            abi.encodeWithSelector(ISageRegistryV3.SageKeyKnown.selector, agentId, keyIdOf(secp256k1Key(1)))
        );
        vm.prank(alice);
        registry.addKey(agentId, input);
    }

    function _addAndUse(TestKey memory key, bytes memory publicKey) private {
        ISageRegistryV3.KeyInput memory input = inputOf(key, didOf("alice-1"), alice, registry.getAgent(agentId).nonce);
        input.publicKey = publicKey;
        vm.prank(alice);
        registry.addKey(agentId, input);
        assertTrue(registry.isKeyValid(agentId, keyIdOf(key)));
        assertTrue(registry.verifySignature(agentId, keyIdOf(key), DIGEST, signatureOf(key, DIGEST)));
    }

    function _acceptsBoth(KeyType keyType, uint256 x, uint256 y) private view {
        bytes32 id = registry.keyIdOf(keyType, abi.encodePacked(bytes1(0x04), x, y));
        assertEq(registry.keyIdOf(keyType, abi.encodePacked(bytes1(uint8(2 + (y & 1))), x)), id);
        if (keyType == KeyType.P256) assertEq(id, keccak256(abi.encode(keyType, x, y)));
    }

    function _refusesPoint(KeyType keyType, uint256 x, uint256 y) private {
        bytes memory reason = _notOnCurve(keyType, bytes32(x), bytes32(y));
        if (y != 0) return _refuses(keyType, abi.encodePacked(bytes1(0x04), x, y), reason);
        _refuses(keyType, abi.encodePacked(bytes1(0x02), x), reason);
        _refuses(keyType, abi.encodePacked(bytes1(0x03), x), reason);
    }

    function _refusesPrefix(KeyType keyType, bytes memory publicKey, bytes1 prefix) private {
        publicKey[0] = prefix;
        _refuses(keyType, publicKey, _prefix(keyType, prefix));
    }

    function _refuses(KeyType keyType, bytes memory publicKey, bytes memory reason) private {
        vm.expectRevert(reason);
        registry.keyIdOf(keyType, publicKey);
        vm.expectRevert(reason);
        vm.prank(alice);
        registry.addKey(agentId, ISageRegistryV3.KeyInput(keyType, publicKey, new bytes(65)));
    }

    function _prefix(KeyType keyType, bytes1 prefix) private pure returns (bytes memory) {
        return abi.encodeWithSelector(PublicKeys.PublicKeyPrefix.selector, keyType, prefix);
    }

    function _notOnCurve(KeyType keyType, bytes32 x, bytes32 y) private pure returns (bytes memory) {
        return abi.encodeWithSelector(PublicKeys.PublicKeyNotOnCurve.selector, keyType, x, y);
    }

    function _smallOrder(KeyType keyType, bytes32 key) private pure returns (bytes memory) {
        return abi.encodeWithSelector(PublicKeys.PublicKeySmallOrder.selector, keyType, key);
    }

    function _isLength(KeyType keyType, uint256 length) private pure returns (bool) {
        if (keyType == KeyType.Erc1271) return length == 20;
        bool isPoint = keyType == KeyType.Secp256k1 || keyType == KeyType.P256;
        return isPoint ? length == 33 || length == 65 : length == 32;
    }
}
