// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Test} from "forge-std/Test.sol";
import {Vm} from "forge-std/Vm.sol";
import {ERC8004IdentityRegistry} from "../../../contracts/ERC8004IdentityRegistry.sol";
import {IERC8004Identity} from "../../../contracts/interfaces/IERC8004Identity.sol";

/// @dev What the tests of the identity registry share: actors, the EIP-712 digest, and lists of expected logs. The logs
/// are written from the signatures in the standards' texts, so that a renamed or re-indexed event is seen.
abstract contract IdentityBase is Test {
    struct ExpectedLog {
        bytes32[] topics;
        bytes data;
    }

    string internal constant WALLET_KEY = "agentWallet";
    string internal constant IPFS_URI = "ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79o";
    uint256 internal constant START = 1_800_000_000;

    ERC8004IdentityRegistry internal registry;
    address internal alice = makeAddr("alice");
    address internal bob = makeAddr("bob");
    address internal carol = makeAddr("carol");
    address internal eve = makeAddr("eve");

    ExpectedLog[] private _expected;

    function setUp() public virtual {
        vm.warp(START);
        registry = new ERC8004IdentityRegistry();
    }

    function _register(address owner, string memory uri) internal returns (uint256 agentId) {
        vm.prank(owner);
        agentId = registry.register(uri);
    }

    function _entries(string memory key, bytes memory value)
        internal
        pure
        returns (IERC8004Identity.MetadataEntry[] memory entries)
    {
        entries = new IERC8004Identity.MetadataEntry[](1);
        entries[0] = IERC8004Identity.MetadataEntry(key, value);
    }

    /// @dev `length` bytes that differ from place to place and from seed to seed, zero bytes included.
    function _bytes(uint256 seed, uint256 length) internal pure returns (bytes memory data) {
        data = new bytes(length);
        for (uint256 i; i < length; i += 32) {
            bytes32 word = keccak256(abi.encode(seed, i));
            assembly ("memory-safe") {
                // Only whole words inside the array; the last bytes come below.
                if iszero(gt(add(i, 32), length)) { mstore(add(add(data, 32), i), word) }
            }
            if (i + 32 > length) {
                for (uint256 j = i; j < length; ++j) {
                    data[j] = word[j - i];
                }
            }
        }
    }

    /// @dev Everything that the views tell about an agent, as one hash.
    function _state(uint256 agentId, string memory key) internal view returns (bytes32) {
        return keccak256(
            abi.encode(
                registry.ownerOf(agentId),
                _transfers(agentId),
                registry.getApproved(agentId),
                registry.tokenURI(agentId),
                registry.getAgentWallet(agentId),
                registry.getMetadata(agentId, key),
                registry.getMetadata(agentId, WALLET_KEY)
            )
        );
    }

    function _transfers(uint256 agentId) internal view returns (uint256 transfers) {
        (, transfers) = registry.ownershipOf(agentId);
    }

    // Wallet signatures

    function _walletDigest(
        address verifyingContract,
        uint256 chainId,
        uint256 agentId,
        address newWallet,
        address owner,
        uint256 deadline
    ) internal pure returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ERC8004IdentityRegistry"),
                keccak256("1"),
                chainId,
                verifyingContract
            )
        );
        bytes32 message = keccak256(
            abi.encode(
                keccak256("AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)"),
                agentId,
                newWallet,
                owner,
                deadline
            )
        );
        return keccak256(bytes.concat(hex"1901", domain, message));
    }

    function _digest(uint256 agentId, address newWallet, uint256 deadline) internal view returns (bytes32) {
        address owner = registry.ownerOf(agentId);
        return _walletDigest(address(registry), block.chainid, agentId, newWallet, owner, deadline);
    }

    function _signDigest(Vm.Wallet memory wallet, bytes32 digest) internal returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(wallet, digest);
        return bytes.concat(r, s, bytes1(v));
    }

    function _sign(Vm.Wallet memory wallet, uint256 agentId, uint256 deadline) internal returns (bytes memory) {
        return _signDigest(wallet, _digest(agentId, wallet.addr, deadline));
    }

    function _setWallet(Vm.Wallet memory wallet, uint256 agentId, uint256 deadline) internal {
        bytes memory signature = _sign(wallet, agentId, deadline);
        vm.prank(registry.ownerOf(agentId));
        registry.setAgentWallet(agentId, wallet.addr, deadline, signature);
    }

    // Expected logs

    function _logTransfer(address from, address to, uint256 agentId) internal {
        _log(keccak256("Transfer(address,address,uint256)"), _topic(from), _topic(to), bytes32(agentId), "");
    }

    function _logApproval(address owner, address approved, uint256 agentId) internal {
        _log(keccak256("Approval(address,address,uint256)"), _topic(owner), _topic(approved), bytes32(agentId), "");
    }

    function _logApprovalForAll(address owner, address operator, bool approved) internal {
        bytes32 signature = keccak256("ApprovalForAll(address,address,bool)");
        _log(signature, _topic(owner), _topic(operator), abi.encode(approved));
    }

    function _logMetadataUpdate(uint256 agentId) internal {
        bytes32[] memory topics = new bytes32[](1);
        topics[0] = keccak256("MetadataUpdate(uint256)");
        _expected.push(ExpectedLog(topics, abi.encode(agentId)));
    }

    function _logRegistered(uint256 agentId, string memory uri, address owner) internal {
        _log(keccak256("Registered(uint256,string,address)"), bytes32(agentId), _topic(owner), abi.encode(uri));
    }

    function _logURIUpdated(uint256 agentId, string memory uri, address by) internal {
        _log(keccak256("URIUpdated(uint256,string,address)"), bytes32(agentId), _topic(by), abi.encode(uri));
    }

    function _logMetadataSet(uint256 agentId, string memory key, bytes memory value) internal {
        bytes32 signature = keccak256("MetadataSet(uint256,string,string,bytes)");
        _log(signature, bytes32(agentId), keccak256(bytes(key)), abi.encode(key, value));
    }

    function _logWallet(uint256 agentId, address wallet) internal {
        _logMetadataSet(agentId, WALLET_KEY, wallet == address(0) ? bytes("") : abi.encodePacked(wallet));
    }

    /// @dev All logs of a registration but further metadata.
    function _logRegistration(uint256 agentId, string memory uri, address owner) internal {
        _logTransfer(address(0), owner, agentId);
        _logMetadataUpdate(agentId);
        _logRegistered(agentId, uri, owner);
        _logWallet(agentId, owner);
    }

    /// @dev The registry emitted exactly the expected logs in this order since `vm.recordLogs`.
    function _checkLogs() internal {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        uint256 count;
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter != address(registry)) continue;
            assertLt(count, _expected.length, "more logs than expected");
            assertEq(abi.encode(logs[i].topics), abi.encode(_expected[count].topics), "topics");
            assertEq(logs[i].data, _expected[count].data, "data");
            ++count;
        }
        assertEq(count, _expected.length, "fewer logs than expected");
        delete _expected;
    }

    function _topic(address account) private pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }

    function _log(bytes32 signature, bytes32 first, bytes32 second, bytes memory data) private {
        bytes32[] memory topics = new bytes32[](3);
        (topics[0], topics[1], topics[2]) = (signature, first, second);
        _expected.push(ExpectedLog(topics, data));
    }

    function _log(bytes32 signature, bytes32 first, bytes32 second, bytes32 third, bytes memory data) private {
        bytes32[] memory topics = new bytes32[](4);
        (topics[0], topics[1], topics[2], topics[3]) = (signature, first, second, third);
        _expected.push(ExpectedLog(topics, data));
    }
}
