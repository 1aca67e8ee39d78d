// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {ERC8004ReputationRegistryV2} from "../../../contracts/ERC8004ReputationRegistryV2.sol";
import {ERC8004ValidationRegistry} from "../../../contracts/ERC8004ValidationRegistry.sol";
import {TaskValidationPolicy} from "../../../contracts/TaskValidationPolicy.sol";
import {IERC8004Reputation} from "../../../contracts/interfaces/IERC8004Reputation.sol";
import {IERC8004ReputationRegistryV2} from "../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {IdentityStandIn} from "../mocks/reputation/IdentityStandIn.sol";
import {Test} from "forge-std/Test.sol";

/// @notice A reputation registry over an identity stand-in with one agent, and short forms of the calls.
abstract contract ReputationFixture is Test {
    string internal constant ENDPOINT = "https://agent.example.com/a2a/v1/tasks/0";
    string internal constant URI = "ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKPbdG";
    bytes32 internal constant HASH = keccak256("feedback file");
    string internal constant LONG_TAG = "a tag of more than thirty-one bytes in length";
    /// @dev The tags that `_takePlaces` leaves without a narrow id.
    string internal constant WIDE_TAG1 = "contested";
    string internal constant WIDE_TAG2 = "disputed";
    int128 internal constant MAX_VALUE = 1e38;
    uint64 internal constant MAX_INDEX = 2 ** 28 - 1;

    address internal owner = makeAddr("owner");
    address internal operator = makeAddr("operator");
    address internal approved = makeAddr("approved");
    address internal client = makeAddr("client");
    address internal other = makeAddr("other client");
    address internal responder = makeAddr("responder");
    address internal squatter = makeAddr("squatter");
    address internal governance = makeAddr("governance");

    IdentityStandIn internal identity;
    ERC8004ValidationRegistry internal validation;
    TaskValidationPolicy internal policy;
    ERC8004ReputationRegistryV2 internal registry;
    uint256 internal agent;
    uint256 internal secondAgent;
    uint256 internal squattedAgent;

    function setUp() public virtual {
        identity = new IdentityStandIn();
        validation = new ERC8004ValidationRegistry(address(identity));
        policy = new TaskValidationPolicy(address(validation), governance, new address[](0));
        registry = new ERC8004ReputationRegistryV2(address(identity), address(policy));
        // Not agent 0, so that an id that was never set can't pass for the right one.
        secondAgent = identity.register();
        squattedAgent = identity.register();
        vm.startPrank(owner);
        agent = identity.register();
        identity.setApprovalForAll(operator, true);
        identity.approve(approved, agent);
        vm.stopPrank();
    }

    /// @dev Uses tags whose hashes were ground so that they take all four places of `WIDE_TAG1` and of `WIDE_TAG2`.
    function _takePlaces() internal {
        string[8] memory fillers = [
            "filler3549693",
            "filler6759242",
            "filler41269692",
            "filler7923089",
            "filler917681",
            "filler4076379",
            "filler19424637",
            "filler12110225"
        ];
        vm.startPrank(squatter);
        for (uint256 i; i < fillers.length; ++i) {
            registry.giveFeedback(squattedAgent, 0, 0, fillers[i], "", "", "", 0);
        }
        vm.stopPrank();
    }

    function _give(address from, int128 value, uint8 decimals, string memory tag1, string memory tag2) internal {
        vm.prank(from);
        registry.giveFeedback(agent, value, decimals, tag1, tag2, ENDPOINT, URI, HASH);
    }

    function _revoke(address from, uint64 index) internal {
        vm.prank(from);
        registry.revokeFeedback(agent, index);
    }

    function _respond(address from, address to, uint64 index) internal {
        vm.prank(from);
        registry.appendResponse(agent, to, index, URI, HASH);
    }

    function _none() internal pure returns (address[] memory) {
        return new address[](0);
    }

    function _list(address one) internal pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = one;
    }

    function _list(address one, address two) internal pure returns (address[] memory list) {
        list = new address[](2);
        (list[0], list[1]) = (one, two);
    }

    /// @dev Without any tag filter.
    function _assertSummary(address from, uint64 count, int128 value, uint8 decimals) internal view {
        _assertSummary(_list(from), "", "", count, value, decimals);
    }

    function _assertSummary(
        address[] memory clients,
        string memory tag1,
        string memory tag2,
        uint64 count,
        int128 value,
        uint8 decimals
    ) internal view {
        (uint64 gotCount, int128 gotValue, uint8 gotDecimals) = registry.getSummary(agent, clients, tag1, tag2);
        assertEq(gotCount, count, "count");
        assertEq(gotValue, value, "value");
        assertEq(gotDecimals, decimals, "decimals");
    }

    function _assertFeedback(
        address from,
        uint64 index,
        int128 value,
        uint8 decimals,
        string memory tag1,
        string memory tag2,
        bool revoked
    ) internal view {
        (int128 gotValue, uint8 gotDecimals, string memory gotTag1, string memory gotTag2, bool gotRevoked) =
            registry.readFeedback(agent, from, index);
        assertEq(gotValue, value, "value");
        assertEq(gotDecimals, decimals, "decimals");
        assertEq(gotTag1, tag1, "tag1");
        assertEq(gotTag2, tag2, "tag2");
        assertEq(gotRevoked, revoked, "revoked");
    }

    function _responses(address to, uint64 index, address[] memory responders) internal view returns (uint64) {
        return registry.getResponseCount(agent, to, index, responders);
    }

    function _expectNewFeedback(
        uint256 agentId,
        address from,
        uint64 index,
        int128 value,
        uint8 decimals,
        string memory tag1,
        string memory tag2
    ) internal {
        vm.expectEmit(true, true, true, true, address(registry));
        emit IERC8004Reputation.NewFeedback(
            agentId, from, index, value, decimals, tag1, tag1, tag2, ENDPOINT, URI, HASH
        );
    }

    function _input(uint256 agentId, int128 value, uint8 decimals, string memory tag1, string memory tag2)
        internal
        pure
        returns (IERC8004ReputationRegistryV2.FeedbackInput memory)
    {
        return IERC8004ReputationRegistryV2.FeedbackInput({
            agentId: agentId,
            value: value,
            valueDecimals: decimals,
            tag1: tag1,
            tag2: tag2,
            endpoint: ENDPOINT,
            feedbackURI: URI,
            feedbackHash: HASH
        });
    }

    /// @dev As long as a tag can be, different for each number below 2^16, and without a zero byte: each word costs a whole write.
    function _longestTag(uint256 number) internal pure returns (string memory) {
        bytes memory tag = new bytes(256);
        for (uint256 i; i < tag.length; ++i) {
            tag[i] = "x";
        }
        (tag[0], tag[1]) = (bytes1(uint8(1 + number / 255)), bytes1(uint8(1 + number % 255)));
        return string(tag);
    }

    /// @dev `count` times the same feedback in batches.
    function _giveMany(
        address from,
        uint256 count,
        int128 value,
        uint8 decimals,
        string memory tag1,
        string memory tag2
    ) internal {
        uint256 most = registry.MAX_BATCH();
        while (count != 0) {
            uint256 size = count < most ? count : most;
            IERC8004ReputationRegistryV2.FeedbackInput[] memory inputs =
                new IERC8004ReputationRegistryV2.FeedbackInput[](size);
            for (uint256 i; i < size; ++i) {
                inputs[i] = _input(agent, value, decimals, tag1, tag2);
            }
            vm.prank(from);
            registry.giveFeedbackBatch(inputs);
            count -= size;
        }
    }

    /// @dev Where the head of a client's book is: `_books` is the registry's first storage variable.
    function _headSlot(address from) internal view returns (bytes32) {
        return keccak256(abi.encode(from, keccak256(abi.encode(agent, uint256(0)))));
    }

    /// @dev Moves the client's last index without giving so much feedback: bits 192 to 219 of the head.
    function _setLastIndex(address from, uint256 index) internal {
        uint256 head = uint256(vm.load(address(registry), _headSlot(from)));
        head = (head & ~(uint256(MAX_INDEX) << 192)) | (index << 192);
        vm.store(address(registry), _headSlot(from), bytes32(head));
        assertEq(registry.getLastIndex(agent, from), index, "storage layout");
    }
}
