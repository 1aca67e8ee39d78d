// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Test} from "forge-std/Test.sol";
import {Vm} from "forge-std/Vm.sol";
import {ERC8004IdentityRegistry} from "../../../contracts/ERC8004IdentityRegistry.sol";
import {IERC8004Identity} from "../../../contracts/interfaces/IERC8004Identity.sol";
import {AcceptingReceiver} from "../mocks/identity/Receivers.sol";

/// @dev What an indexer knows: everything here comes out of logs and nothing else.
contract LogMirror is Test {
    struct Agent {
        address owner;
        address approved;
        address wallet;
        string uri;
        uint256[] transferTimes;
    }

    uint256 public count;
    mapping(uint256 agentId => Agent agent) private _agents;
    mapping(uint256 agentId => mapping(string key => bytes value)) private _metadata;
    mapping(address owner => mapping(address operator => bool approved)) public operators;
    mapping(address owner => uint256 balance) public balances;

    function apply_(Vm.Log calldata log) external {
        bytes32 signature = log.topics[0];
        if (signature == keccak256("Transfer(address,address,uint256)")) {
            _transfer(_account(log.topics[1]), _account(log.topics[2]), uint256(log.topics[3]));
        } else if (signature == keccak256("Approval(address,address,uint256)")) {
            _agents[uint256(log.topics[3])].approved = _account(log.topics[2]);
        } else if (signature == keccak256("ApprovalForAll(address,address,bool)")) {
            operators[_account(log.topics[1])][_account(log.topics[2])] = abi.decode(log.data, (bool));
        } else if (signature == keccak256("MetadataSet(uint256,string,string,bytes)")) {
            _metadataSet(uint256(log.topics[1]), log.topics[2], log.data);
        } else if (signature == keccak256("Registered(uint256,string,address)")) {
            assertEq(_account(log.topics[2]), _agents[uint256(log.topics[1])].owner, "registered for another");
            _agents[uint256(log.topics[1])].uri = abi.decode(log.data, (string));
        } else if (signature == keccak256("URIUpdated(uint256,string,address)")) {
            _agents[uint256(log.topics[1])].uri = abi.decode(log.data, (string));
        } else {
            assertEq(signature, keccak256("MetadataUpdate(uint256)"), "unknown event");
        }
    }

    function agent(uint256 agentId) external view returns (Agent memory) {
        return _agents[agentId];
    }

    function metadata(uint256 agentId, string calldata key) external view returns (bytes memory) {
        return _metadata[agentId][key];
    }

    function _transfer(address from, address to, uint256 agentId) private {
        if (from == address(0)) {
            // P16: the next id, every time.
            assertEq(agentId, count++, "id out of order");
        } else {
            assertEq(_agents[agentId].owner, from, "moved from another than the owner");
            --balances[from];
            // The handler hands the logs on in the second of the call.
            _agents[agentId].transferTimes.push(block.timestamp);
        }
        ++balances[to];
        _agents[agentId].owner = to;
        _agents[agentId].approved = address(0);
    }

    function _metadataSet(uint256 agentId, bytes32 topic, bytes calldata data) private {
        (string memory key, bytes memory value) = abi.decode(data, (string, bytes));
        assertEq(topic, keccak256(bytes(key)), "topic of the key");
        if (keccak256(bytes(key)) == keccak256("agentWallet")) {
            assertTrue(value.length == 0 || value.length == 20, "length of a wallet");
            _agents[agentId].wallet = value.length == 0 ? address(0) : address(bytes20(value));
        } else {
            _metadata[agentId][key] = value;
        }
    }

    function _account(bytes32 topic) private pure returns (address) {
        return address(uint160(uint256(topic)));
    }
}

/// @dev Acts on the registry with inputs that succeed, feeds the logs to the mirror, and keeps its own ghosts.
contract IdentityHandler is Test {
    ERC8004IdentityRegistry public immutable registry;
    LogMirror public immutable mirror;
    /// @dev How many agents were made, counted from what was called, not from logs or views.
    uint256 public ghostAgents;
    /// @dev The largest id seen so far, plus one.
    uint256 public ghostNextId;
    uint256[] public touched;
    address[] public actors;
    string[] public keys;
    mapping(bytes32 name => uint256 count) public calls;
    mapping(uint256 agentId => uint256 deadline) private _lastDeadline;
    uint256[] private _walletKeys;

    constructor(ERC8004IdentityRegistry registry_) {
        registry = registry_;
        mirror = new LogMirror();
        keys = ["", "name", "a key of more than thirty-two bytes, so that nothing is short"];
        for (uint256 i; i < 4; ++i) {
            actors.push(makeAddr(vm.toString(i)));
            _walletKeys.push(1000 + i);
        }
        actors.push(address(new AcceptingReceiver()));
        actors.push(address(new AcceptingReceiver()));
        // So that every handler finds an agent to act on.
        register(0);
        delete calls["register"];
    }

    modifier acting(bytes32 name) {
        vm.recordLogs();
        delete touched;
        _;
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter == address(registry)) mirror.apply_(logs[i]);
        }
        ++calls[name];
    }

    function register(uint256 seed) public acting("register") {
        vm.prank(_actor(seed));
        _made(registry.register(), 1);
    }

    function registerWithURI(uint256 seed) external acting("registerWithURI") {
        vm.prank(_actor(seed));
        _made(registry.register(_uri(seed)), 1);
    }

    function registerWithMetadata(uint256 seed) external acting("registerWithMetadata") {
        IERC8004Identity.MetadataEntry[] memory entries = new IERC8004Identity.MetadataEntry[](seed % 4);
        for (uint256 i; i < entries.length; ++i) {
            entries[i] = IERC8004Identity.MetadataEntry(_key(seed / 7 + i), _value(seed / 11 + i));
        }
        vm.prank(_actor(seed));
        _made(registry.register(_uri(seed), entries), 1);
    }

    function registerBatch(uint256 seed) external acting("registerBatch") {
        string[] memory uris = new string[](1 + seed % 3);
        for (uint256 i; i < uris.length; ++i) {
            uris[i] = _uri(seed / 2 + i);
        }
        vm.prank(_actor(seed));
        _made(registry.registerBatch(uris), uris.length);
    }

    function registerFor(uint256 seed) external acting("registerFor") {
        vm.prank(_actor(seed));
        _made(registry.registerFor(_actor(seed / 3), _uri(seed)), 1);
    }

    function setAgentURI(uint256 seed) external acting("setAgentURI") {
        uint256 agentId = _agentId(seed);
        vm.prank(_side(agentId, seed));
        registry.setAgentURI(agentId, _uri(seed));
    }

    function setMetadata(uint256 seed) external acting("setMetadata") {
        uint256 agentId = _agentId(seed);
        vm.prank(_side(agentId, seed));
        registry.setMetadata(agentId, _key(seed), _value(seed));
    }

    function setAgentWallet(uint256 seed) external acting("setAgentWallet") {
        uint256 agentId = _agentId(seed);
        uint256 last = _lastDeadline[agentId];
        vm.warp(block.timestamp + seed % 50);
        uint256 earliest = last + 1 > block.timestamp ? last + 1 : block.timestamp;
        if (earliest > block.timestamp + 300) vm.warp(earliest - 300);
        uint256 deadline = earliest + seed % (block.timestamp + 301 - earliest);
        uint256 key = _walletKeys[seed % _walletKeys.length];
        bytes memory signature = _sign(key, agentId, deadline);
        address wallet = vm.addr(key);
        vm.prank(_side(agentId, seed));
        registry.setAgentWallet(agentId, wallet, deadline, signature);
        _lastDeadline[agentId] = deadline;
    }

    function unsetAgentWallet(uint256 seed) external acting("unsetAgentWallet") {
        uint256 agentId = _agentId(seed);
        vm.prank(_side(agentId, seed));
        registry.unsetAgentWallet(agentId);
    }

    function transfer(uint256 seed) external acting("transfer") {
        uint256 agentId = _agentId(seed);
        address owner = registry.ownerOf(agentId);
        address to = _actor(seed / 3);
        // Often several in the same second.
        vm.warp(block.timestamp + (seed % 4) * (seed % 500));
        vm.prank(_side(agentId, seed));
        if (seed % 3 == 0) registry.transferFrom(owner, to, agentId);
        else if (seed % 3 == 1) registry.safeTransferFrom(owner, to, agentId);
        else registry.safeTransferFrom(owner, to, agentId, "data");
    }

    function approve(uint256 seed) external acting("approve") {
        uint256 agentId = _agentId(seed);
        vm.prank(registry.ownerOf(agentId));
        registry.approve(seed % 4 == 0 ? address(0) : _actor(seed / 5), agentId);
    }

    function setApprovalForAll(uint256 seed) external acting("setApprovalForAll") {
        vm.prank(_actor(seed));
        registry.setApprovalForAll(_actor(seed / 7), seed % 2 == 0);
    }

    function touchedIds() external view returns (uint256[] memory) {
        return touched;
    }

    function allActors() external view returns (address[] memory) {
        return actors;
    }

    function _made(uint256 firstId, uint256 count) private {
        for (uint256 i; i < count; ++i) {
            // P16, from the values returned.
            assertEq(firstId + i, ghostNextId++, "id out of order");
            ++ghostAgents;
            touched.push(firstId + i);
        }
    }

    function _agentId(uint256 seed) private returns (uint256 agentId) {
        agentId = uint256(keccak256(abi.encode(seed, "agent"))) % ghostAgents;
        touched.push(agentId);
    }

    /// @dev Owner, approved account or an operator, as chance has it.
    function _side(uint256 agentId, uint256 seed) private view returns (address) {
        address owner = registry.ownerOf(agentId);
        if (seed % 5 == 0) {
            address approved = registry.getApproved(agentId);
            if (approved != address(0)) return approved;
        }
        if (seed % 5 == 1) {
            for (uint256 i; i < actors.length; ++i) {
                if (registry.isApprovedForAll(owner, actors[i])) return actors[i];
            }
        }
        return owner;
    }

    function _sign(uint256 key, uint256 agentId, uint256 deadline) private view returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ERC8004IdentityRegistry"),
                keccak256("1"),
                block.chainid,
                address(registry)
            )
        );
        bytes32 message = keccak256(
            abi.encode(
                keccak256("AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)"),
                agentId,
                vm.addr(key),
                registry.ownerOf(agentId),
                deadline
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(bytes.concat(hex"1901", domain, message)));
        return bytes.concat(r, s, bytes1(v));
    }

    function _actor(uint256 seed) private view returns (address) {
        return actors[uint256(keccak256(abi.encode(seed, "actor"))) % actors.length];
    }

    function _key(uint256 seed) private view returns (string memory) {
        return keys[seed % keys.length];
    }

    /// @dev Every way to keep a URI comes up.
    function _uri(uint256 seed) private pure returns (string memory) {
        string[4] memory beginnings = ["", "ipfs://", "data:application/json;base64,", "did:"];
        uint256[8] memory lengths = [uint256(0), 7, 8, 39, 40, 71, 72, 300];
        uint256 random = uint256(keccak256(abi.encode(seed, "uri")));
        return string(bytes.concat(bytes(beginnings[random % 4]), _text(random, lengths[(random >> 8) % 8])));
    }

    function _value(uint256 seed) private pure returns (bytes memory) {
        uint256 random = uint256(keccak256(abi.encode(seed, "value")));
        return _text(random, random % 80);
    }

    function _text(uint256 seed, uint256 length) private pure returns (bytes memory data) {
        data = new bytes(length);
        for (uint256 i; i < length; ++i) {
            data[i] = bytes1(uint8(uint256(keccak256(abi.encode(seed, i / 32))) >> (8 * (i % 32))));
        }
    }
}
