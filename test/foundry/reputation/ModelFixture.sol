// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004ReputationRegistryV2} from "../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";
import {ReputationFixture} from "./ReputationFixture.sol";
import {ReputationModel} from "./ReputationModel.sol";

/// @notice Random histories played on the registry and, where wanted, on a model, and the comparison of the two.
abstract contract ModelFixture is ReputationFixture {
    address[3] internal people;
    string[8] internal tags = ["", "starred", "uptime", "week", "own", LONG_TAG, WIDE_TAG1, WIDE_TAG2];
    /// @dev The state of the generator; every draw moves it on.
    uint256 private _state;

    function setUp() public virtual override {
        super.setUp();
        people = [client, other, responder];
        _takePlaces();
    }

    function _seed(uint256 seed) internal {
        _state = seed;
    }

    /// @dev A number below `bound`.
    function _draw(uint256 limit) internal returns (uint256) {
        _state = uint256(keccak256(abi.encode(_state)));
        return _state % limit;
    }

    /// @dev How varied a history is. Uniform ones stay on the path of the totals, mixed ones go to the records.
    struct Style {
        bool oneTag1;
        bool oneTag2;
        bool oneDecimals;
        uint256 tag1;
        uint256 tag2;
        uint8 decimals;
        uint256 magnitude;
    }

    function _style() internal returns (Style memory style) {
        style.oneTag1 = _draw(2) == 0;
        style.oneTag2 = _draw(2) == 0;
        style.oneDecimals = _draw(2) == 0;
        style.tag1 = _draw(tags.length);
        style.tag2 = _draw(tags.length);
        style.decimals = uint8(_draw(19));
        style.magnitude = _draw(4);
    }

    /// @dev Small values, all of int64, everything up to the edge, and the edges themselves.
    function _value(uint256 magnitude) internal returns (int128 value) {
        if (magnitude == 0) value = int128(int256(_draw(200)));
        if (magnitude == 1) value = int128(int256(_draw(2 ** 63)));
        if (magnitude == 2) value = int128(int256(_draw(1e38 + 1)));
        if (magnitude == 3) value = _draw(3) == 0 ? int128(int256(_draw(3))) : MAX_VALUE - int128(int256(_draw(2)));
        if (_draw(3) == 0) value = -value;
    }

    function _feedback(uint256 agentId, Style memory style)
        internal
        returns (IERC8004ReputationRegistryV2.FeedbackInput memory)
    {
        return _input(
            agentId,
            _value(style.magnitude),
            style.oneDecimals ? style.decimals : uint8(_draw(19)),
            tags[style.oneTag1 ? style.tag1 : _draw(tags.length)],
            tags[style.oneTag2 ? style.tag2 : _draw(tags.length)]
        );
    }

    function _give(address from, IERC8004ReputationRegistryV2.FeedbackInput memory input) internal {
        vm.prank(from);
        registry.giveFeedback(
            input.agentId,
            input.value,
            input.valueDecimals,
            input.tag1,
            input.tag2,
            input.endpoint,
            input.feedbackURI,
            input.feedbackHash
        );
    }

    /// @dev A few steps of one person: mostly feedback, now and then a batch, a revocation or a response.
    function _play(ReputationModel model, uint256 steps) internal {
        Style memory style = _style();
        for (uint256 i; i < steps; ++i) {
            address person = people[_draw(3)];
            uint256 kind = _draw(10);
            if (kind < 6) {
                IERC8004ReputationRegistryV2.FeedbackInput memory input = _feedback(agent, style);
                _give(person, input);
                _modelGive(model, person, input);
            } else if (kind == 6) {
                _playBatch(model, person, style);
            } else if (kind < 9) {
                _playRevocation(model, person);
            } else {
                _playResponse(model, person);
            }
        }
    }

    function _playBatch(ReputationModel model, address person, Style memory style) private {
        IERC8004ReputationRegistryV2.FeedbackInput[] memory inputs =
            new IERC8004ReputationRegistryV2.FeedbackInput[](1 + _draw(3));
        for (uint256 i; i < inputs.length; ++i) {
            inputs[i] = _feedback(_draw(2) == 0 ? agent : secondAgent, style);
        }
        vm.prank(person);
        registry.giveFeedbackBatch(inputs);
        for (uint256 i; i < inputs.length; ++i) {
            _modelGive(model, person, inputs[i]);
        }
    }

    function _playRevocation(ReputationModel model, address person) private {
        uint64 last = registry.getLastIndex(agent, person);
        if (last == 0) return;
        uint64 index = 1 + uint64(_draw(last));
        (,,,, bool revoked) = registry.readFeedback(agent, person, index);
        if (revoked) return;
        _revoke(person, index);
        if (address(model) != address(0)) model.revoke(agent, person, index);
    }

    function _playResponse(ReputationModel model, address person) private {
        address to = people[_draw(3)];
        uint64 last = registry.getLastIndex(agent, to);
        if (last == 0) return;
        uint64 index = 1 + uint64(_draw(last));
        _respond(person, to, index);
        if (address(model) != address(0)) model.respond(agent, to, index, person);
    }

    function _modelGive(ReputationModel model, address person, IERC8004ReputationRegistryV2.FeedbackInput memory input)
        internal
    {
        if (address(model) == address(0)) return;
        model.give(input.agentId, person, input.value, input.valueDecimals, input.tag1, input.tag2);
    }

    function _assertSameSummary(
        ReputationModel model,
        uint256 agentId,
        address[] memory list,
        string memory tag1,
        string memory tag2
    ) internal view {
        (uint64 count, int128 value, uint8 decimals) = registry.getSummary(agentId, list, tag1, tag2);
        (uint64 wantedCount, int128 wantedValue, uint8 wantedDecimals) = model.summary(agentId, list, tag1, tag2);
        assertEq(count, wantedCount, "summary count");
        assertEq(value, wantedValue, "summary value");
        assertEq(decimals, wantedDecimals, "summary decimals");
    }

    /// @dev Pages of `size` entries, joined, are the sums over all of the client's entries.
    function _assertSamePages(
        ReputationModel model,
        uint256 agentId,
        address person,
        uint256 size,
        string memory tag1,
        string memory tag2
    ) internal view {
        IERC8004ReputationRegistryV2.PartialSummary memory joined;
        uint64 last = registry.getLastIndex(agentId, person);
        for (uint64 from = 1; from <= last; from += uint64(size)) {
            IERC8004ReputationRegistryV2.PartialSummary memory page =
                registry.summarizePage(agentId, person, from, size, tag1, tag2);
            assertEq(
                keccak256(abi.encode(page)),
                keccak256(abi.encode(model.sums(agentId, person, from, size, tag1, tag2))),
                "page"
            );
            joined.count += page.count;
            joined.sumAt18Decimals += page.sumAt18Decimals;
            for (uint256 i; i < 19; ++i) {
                joined.decimalsCount[i] += page.decimalsCount[i];
            }
        }
        (uint64 count, int128 value, uint8 decimals) = model.conclude(joined);
        (uint64 wantedCount, int128 wantedValue, uint8 wantedDecimals) =
            registry.getSummary(agentId, _list(person), tag1, tag2);
        assertEq(count, wantedCount, "joined count");
        assertEq(value, wantedValue, "joined value");
        assertEq(decimals, wantedDecimals, "joined decimals");
    }

    /// @dev Every read but the summaries.
    function _assertSameReads(ReputationModel model, uint256 agentId) internal view {
        address[] memory list = model.clients(agentId);
        assertEq(registry.getClients(agentId), list, "clients");
        assertEq(registry.getClientCount(agentId), list.length, "client count");
        for (uint256 i; i < people.length; ++i) {
            assertEq(registry.getLastIndex(agentId, people[i]), model.lastIndex(agentId, people[i]), "last index");
            _assertSameEntries(model, agentId, people[i]);
        }
        _assertSameList(model, agentId, new address[](0), "", "", true);
        _assertSameList(model, agentId, new address[](0), "", "", false);
        assertEq(
            registry.getResponseCount(agentId, address(0), 0, new address[](0)),
            model.responseCount(agentId, address(0), 0, new address[](0)),
            "responses of the agent"
        );
    }

    function _assertSameEntries(ReputationModel model, uint256 agentId, address person) private view {
        IERC8004ReputationRegistryV2.FeedbackView[] memory page =
            registry.readFeedbackPage(agentId, person, 0, type(uint256).max);
        assertEq(page.length, model.lastIndex(agentId, person), "page length");
        for (uint64 i = 1; i <= page.length; ++i) {
            ReputationModel.Entry memory wanted = model.entry(agentId, person, i);
            assertEq(_hash(agentId, person, i), _hash(wanted), "entry");
            assertEq(_hash(page[i - 1]), _hash(wanted), "entry of a page");
            assertEq(page[i - 1].feedbackIndex, i, "index");
            assertEq(page[i - 1].responseCount, wanted.responders.length, "responses");
            _assertSameResponses(model, agentId, person, i);
        }
    }

    function _assertSameResponses(ReputationModel model, uint256 agentId, address person, uint64 index) private view {
        for (uint256 i; i < people.length; ++i) {
            assertEq(
                registry.getResponseCount(agentId, person, index, _list(people[i])),
                model.responseCount(agentId, person, index, _list(people[i])),
                "responses by one"
            );
        }
    }

    function _hash(uint256 agentId, address person, uint64 index) private view returns (bytes32) {
        (int128 value, uint8 decimals, string memory tag1, string memory tag2, bool revoked) =
            registry.readFeedback(agentId, person, index);
        return keccak256(abi.encode(value, decimals, tag1, tag2, revoked));
    }

    function _hash(ReputationModel.Entry memory one) private pure returns (bytes32) {
        return keccak256(abi.encode(one.value, one.decimals, one.tag1, one.tag2, one.revoked));
    }

    function _hash(IERC8004ReputationRegistryV2.FeedbackView memory one) private pure returns (bytes32) {
        return keccak256(abi.encode(one.value, one.valueDecimals, one.tag1, one.tag2, one.isRevoked));
    }

    function _assertSameList(
        ReputationModel model,
        uint256 agentId,
        address[] memory list,
        string memory tag1,
        string memory tag2,
        bool includeRevoked
    ) internal view {
        // The seven arrays of the one and the struct of the other differ by the offset that leads to the struct.
        (bool done, bytes memory got) = address(registry)
            .staticcall(abi.encodeCall(registry.readAllFeedback, (agentId, list, tag1, tag2, includeRevoked)));
        assertTrue(done);
        assertEq(
            keccak256(bytes.concat(bytes32(uint256(32)), got)),
            keccak256(abi.encode(model.all(agentId, list, tag1, tag2, includeRevoked))),
            "all feedback"
        );
    }
}
