// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Test} from "forge-std/Test.sol";
import {Vm} from "forge-std/Vm.sol";
import {ERC8004IdentityRegistry} from "../../../contracts/ERC8004IdentityRegistry.sol";
import {SageRegistryV3} from "../../../contracts/SageRegistryV3.sol";
import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";
import {ProductionCode} from "../ProductionCode.sol";
import {DeployedIdentityProxy, DeployedIdentityRegistry} from "../mocks/identity/DeployedIdentityRegistry.sol";

/// @dev Cheatcodes that forge has and this forge-std doesn't declare.
interface ILaterVm {
    function setEvmVersion(string calldata evm) external;
    function signEd25519(bytes calldata namespace, bytes calldata message, bytes32 privateKey)
        external
        pure
        returns (bytes memory signature);
    function publicKeyEd25519(bytes32 privateKey) external pure returns (bytes32 publicKey);
}

/// @dev What the tests of the SAGE registry share: the suite, keys that sign, and the steps of a registration. Digests come
/// from the contract's views here; that those are right is tested by themselves (keyProofDigest.t.sol).
abstract contract SageFixture is Test {
    /// @dev A private key and what it is for. `account` stands for an ERC-1271 key.
    struct TestKey {
        KeyType keyType;
        uint256 secret;
        address account;
    }

    string internal constant NETWORK = "testnet";
    string internal constant DID_PREFIX = "did:sage:testnet:";
    string internal constant AGENT_URI = "ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79o";
    bytes32 internal constant SALT = keccak256("salt");
    bytes32 internal constant DIGEST = keccak256("something to sign");
    uint256 internal constant START = 1_800_000_000;
    uint256 internal constant P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551;
    ILaterVm internal constant LATER_VM = ILaterVm(address(uint160(uint256(keccak256("hevm cheat code")))));

    address internal alice = makeAddr("alice");
    address internal bob = makeAddr("bob");
    address internal carol = makeAddr("carol");
    address internal eve = makeAddr("eve");
    address internal governance = makeAddr("governance");
    address internal guardian = makeAddr("guardian");

    address internal p256Verifier;
    ERC8004IdentityRegistry internal identity;
    SageRegistryV3 internal registry;

    function setUp() public virtual {
        vm.warp(START);
        p256Verifier = ProductionCode.deployP256Verifier();
        identity = new ERC8004IdentityRegistry();
        registry = deployRegistry(address(identity), address(0));
    }

    function deployRegistry(address identityRegistry, address ed25519Verifier) internal returns (SageRegistryV3) {
        return new SageRegistryV3(identityRegistry, NETWORK, p256Verifier, ed25519Verifier, governance, guardian);
    }

    /// @dev From here on `registry` stands over a registry like those on the public chains; `identity` is not used.
    function useDeployedIdentity() internal returns (DeployedIdentityRegistry deployed) {
        deployed = DeployedIdentityRegistry(address(new DeployedIdentityProxy(address(new DeployedIdentityRegistry()))));
        registry = deployRegistry(address(deployed), address(0));
    }

    // Keys

    function secp256k1Key(uint256 seed) internal pure returns (TestKey memory) {
        uint256 secret = _bound(uint256(keccak256(abi.encode("secp256k1", seed))), 1, SECP256K1_ORDER - 1);
        return TestKey(KeyType.Secp256k1, secret, address(0));
    }

    function p256Key(uint256 seed) internal pure returns (TestKey memory) {
        uint256 secret = _bound(uint256(keccak256(abi.encode("P-256", seed))), 1, P256_ORDER - 1);
        return TestKey(KeyType.P256, secret, address(0));
    }

    function ed25519Key(uint256 seed) internal pure returns (TestKey memory) {
        return TestKey(KeyType.Ed25519, uint256(keccak256(abi.encode("Ed25519", seed))), address(0));
    }

    function erc1271Key(address account) internal pure returns (TestKey memory) {
        return TestKey(KeyType.Erc1271, 0, account);
    }

    /// @dev Nobody needs its secret: X25519 keys are attested by others.
    function x25519Key(uint256 seed) internal pure returns (TestKey memory) {
        return TestKey(KeyType.X25519, uint256(keccak256(abi.encode("X25519", seed))), address(0));
    }

    /// @dev Uncompressed where there is a choice.
    function publicKeyOf(TestKey memory key) internal returns (bytes memory) {
        if (key.keyType == KeyType.Secp256k1) {
            (uint256 x, uint256 y) = secp256k1PointOf(key.secret);
            return abi.encodePacked(bytes1(0x04), x, y);
        }
        if (key.keyType == KeyType.P256) {
            (uint256 x, uint256 y) = vm.publicKeyP256(key.secret);
            return abi.encodePacked(bytes1(0x04), x, y);
        }
        if (key.keyType == KeyType.Erc1271) return abi.encodePacked(key.account);
        if (key.keyType == KeyType.Ed25519) return abi.encodePacked(ed25519PointOf(key.secret));
        // Any number below 2^248 but a few is a u-coordinate; the last byte is the highest.
        return abi.encodePacked(bytes31(bytes32(key.secret)), bytes1(0));
    }

    // Not every engine has these cheatcodes (test/edr).

    function secp256k1PointOf(uint256 secret) internal virtual returns (uint256, uint256) {
        Vm.Wallet memory wallet = vm.createWallet(secret);
        return (wallet.publicKeyX, wallet.publicKeyY);
    }

    function ed25519PointOf(uint256 secret) internal virtual returns (bytes32) {
        return LATER_VM.publicKeyEd25519(bytes32(secret));
    }

    function signEd25519(uint256 secret, bytes32 digest) internal pure virtual returns (bytes memory) {
        return LATER_VM.signEd25519("", abi.encodePacked(digest), bytes32(secret));
    }

    function compressedOf(TestKey memory key) internal returns (bytes memory) {
        bytes memory point = publicKeyOf(key);
        bytes32 x;
        assembly ("memory-safe") {
            x := mload(add(point, 33))
        }
        return abi.encodePacked(bytes1(uint8(2 + (uint8(point[64]) & 1))), x);
    }

    function keyIdOf(TestKey memory key) internal returns (bytes32) {
        return registry.keyIdOf(key.keyType, publicKeyOf(key));
    }

    /// @dev What the key signs of a digest, in the form of a proof; for an ERC-1271 key the digest itself, which the mocks
    /// take or not.
    function proofOf(TestKey memory key, bytes32 digest) internal pure returns (bytes memory) {
        if (key.keyType == KeyType.Secp256k1) {
            (uint8 v, bytes32 r, bytes32 s) = vm.sign(key.secret, digest);
            return abi.encodePacked(r, s, v);
        }
        if (key.keyType == KeyType.P256) return _signP256(key.secret, sha256(abi.encode(digest)));
        if (key.keyType == KeyType.Ed25519) return signEd25519(key.secret, digest);
        return abi.encodePacked(digest);
    }

    /// @dev A signature in the form that `verifySignature` takes.
    function signatureOf(TestKey memory key, bytes32 digest) internal returns (bytes memory) {
        if (key.keyType == KeyType.P256) {
            (uint256 x, uint256 y) = vm.publicKeyP256(key.secret);
            return abi.encodePacked(_signP256(key.secret, digest), x, y);
        }
        if (key.keyType == KeyType.Ed25519) return abi.encodePacked(proofOf(key, digest), publicKeyOf(key));
        return proofOf(key, digest);
    }

    /// @dev A proved key as the contract takes it. For X25519 see `attestedInput`.
    function inputOf(TestKey memory key, string memory did, address owner, uint256 nonce)
        internal
        returns (ISageRegistryV3.KeyInput memory)
    {
        bytes32 digest = registry.keyProofDigest(did, owner, keyIdOf(key), nonce);
        return ISageRegistryV3.KeyInput(key.keyType, publicKeyOf(key), proofOf(key, digest));
    }

    /// @dev An X25519 key with the attestation of another key.
    function attestedInput(TestKey memory key, TestKey memory attester, string memory did, address owner, uint256 nonce)
        internal
        returns (ISageRegistryV3.KeyInput memory)
    {
        bytes32 digest = registry.keyProofDigest(did, owner, keyIdOf(key), nonce);
        bytes32 signed = attester.keyType == KeyType.P256 ? sha256(abi.encode(digest)) : digest;
        bytes memory proof = abi.encodePacked(keyIdOf(attester), signatureOf(attester, signed));
        return ISageRegistryV3.KeyInput(key.keyType, publicKeyOf(key), proof);
    }

    /// @dev All keys with their proofs, from a nonce on.
    function inputsOf(TestKey[] memory keys, string memory did, address owner, uint256 nonce)
        internal
        returns (ISageRegistryV3.KeyInput[] memory inputs)
    {
        inputs = new ISageRegistryV3.KeyInput[](keys.length);
        for (uint256 i; i < keys.length; ++i) {
            inputs[i] = inputOf(keys[i], did, owner, nonce + i);
        }
    }

    function list(TestKey memory key) internal pure returns (TestKey[] memory keys) {
        keys = new TestKey[](1);
        keys[0] = key;
    }

    function list(TestKey memory first, TestKey memory second) internal pure returns (TestKey[] memory keys) {
        keys = new TestKey[](2);
        (keys[0], keys[1]) = (first, second);
    }

    // Registration

    function didOf(string memory identifier) internal pure returns (string memory) {
        return string.concat(DID_PREFIX, identifier);
    }

    /// @dev Commits and waits for the least time.
    function commit(address committer, bytes32 commitment) internal {
        vm.prank(committer);
        registry.commitRegistration(commitment);
        vm.warp(block.timestamp + 1 minutes);
    }

    function register(address owner, string memory identifier, TestKey[] memory keys)
        internal
        returns (uint256 agentId)
    {
        ISageRegistryV3.KeyInput[] memory inputs = inputsOf(keys, didOf(identifier), owner, 0);
        commit(owner, registry.registrationCommitment(owner, identifier, inputs, AGENT_URI, SALT));
        vm.prank(owner);
        agentId = registry.registerAgentWithReveal(identifier, inputs, AGENT_URI, SALT);
    }

    /// @dev The caller makes sure that the agent exists and `controller` controls it.
    function bind(address controller, uint256 agentId, address owner, string memory identifier, TestKey[] memory keys)
        internal
    {
        ISageRegistryV3.KeyInput[] memory inputs = inputsOf(keys, didOf(identifier), owner, 0);
        commit(controller, registry.bindingCommitment(controller, agentId, identifier, inputs, SALT));
        vm.prank(controller);
        registry.bindAgentWithReveal(agentId, identifier, inputs, SALT);
    }

    /// @dev By the bound owner.
    function addKey(uint256 agentId, TestKey memory key) internal {
        ISageRegistryV3.AgentView memory agent = registry.getAgent(agentId);
        ISageRegistryV3.KeyInput memory input = inputOf(key, agent.did, agent.owner, agent.nonce);
        vm.prank(agent.owner);
        registry.addKey(agentId, input);
    }

    function claim(uint256 agentId, address owner, TestKey[] memory keys) internal {
        ISageRegistryV3.AgentView memory agent = registry.getAgent(agentId);
        ISageRegistryV3.KeyInput[] memory inputs = inputsOf(keys, agent.did, owner, agent.nonce);
        vm.prank(owner);
        registry.claimAgent(agentId, inputs);
    }

    function _signP256(uint256 secret, bytes32 hash) private pure returns (bytes memory) {
        (bytes32 r, bytes32 s) = vm.signP256(secret, hash);
        // Either of s and its negative is a signature; the contracts take the low one only.
        if (uint256(s) > P256_ORDER / 2) s = bytes32(P256_ORDER - uint256(s));
        return abi.encodePacked(r, s);
    }
}
