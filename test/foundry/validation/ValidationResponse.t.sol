// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {TagTable} from "../../../contracts/base/TagTable.sol";
import {IERC8004Validation} from "../../../contracts/interfaces/IERC8004Validation.sol";
import {IERC8004ValidationRegistry} from "../../../contracts/interfaces/IERC8004ValidationRegistry.sol";
import {ValidationFixture} from "./ValidationFixture.sol";

contract ValidationResponseTest is ValidationFixture {
    bytes32 private constant HASH = keccak256("a request");
    bytes32 private constant EVIDENCE = keccak256("evidence");

    function setUp() public override {
        super.setUp();
        _request(validator, agent, HASH);
    }

    function test_RevertGiven_NoRequestHasTheHash() external {
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationUnknownRequest.selector, bytes32("unknown"))
        );
        vm.prank(validator);
        registry.validationResponse("unknown", 50, RESPONSE_URI, EVIDENCE, "soft");
    }

    function test_RevertGiven_TheCallerIsNotTheValidator() external {
        address[3] memory callers = [stranger, owner, otherOwner];
        for (uint256 i; i < callers.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IERC8004ValidationRegistry.ValidationNotValidator.selector, HASH, validator, callers[i]
                )
            );
            vm.prank(callers[i]);
            registry.validationResponse(HASH, 50, RESPONSE_URI, EVIDENCE, "soft");
        }
    }

    function test_RevertGiven_TheResponseIsAbove100() external {
        uint8[3] memory responses = [101, 127, 255];
        for (uint256 i; i < responses.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IERC8004ValidationRegistry.ValidationResponseOutOfRange.selector, HASH, responses[i]
                )
            );
            vm.prank(validator);
            registry.validationResponse(HASH, responses[i], RESPONSE_URI, EVIDENCE, "soft");
        }
    }

    function test_RevertGiven_TheTagIsTooLong() external {
        string memory tag = _text(257);
        vm.expectRevert(abi.encodeWithSelector(TagTable.TagTooLong.selector, 257, 256));
        vm.prank(validator);
        registry.validationResponse(HASH, 50, RESPONSE_URI, EVIDENCE, tag);
    }

    /// @dev From everything wrong to one thing wrong, one fault taken away at a time.
    function test_RevertGiven_SeveralOfTheseAtOnce() external {
        string memory tag = _text(300);
        vm.startPrank(stranger);
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationUnknownRequest.selector, bytes32("unknown"))
        );
        registry.validationResponse("unknown", 101, RESPONSE_URI, EVIDENCE, tag);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004ValidationRegistry.ValidationNotValidator.selector, HASH, validator, stranger
            )
        );
        registry.validationResponse(HASH, 101, RESPONSE_URI, EVIDENCE, tag);
        vm.stopPrank();
        vm.startPrank(validator);
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationResponseOutOfRange.selector, HASH, 101)
        );
        registry.validationResponse(HASH, 101, RESPONSE_URI, EVIDENCE, tag);
        vm.expectRevert(abi.encodeWithSelector(TagTable.TagTooLong.selector, 300, 256));
        registry.validationResponse(HASH, 100, RESPONSE_URI, EVIDENCE, tag);
    }

    function test_WhenItIsTheFirstAnswer() external {
        skip(3 hours);
        vm.expectEmit(true, true, true, true, address(registry));
        emit IERC8004Validation.ValidationResponse(validator, agent, HASH, 80, RESPONSE_URI, EVIDENCE, "soft");
        vm.prank(validator);
        registry.validationResponse(HASH, 80, RESPONSE_URI, EVIDENCE, "soft");

        skip(3 hours);
        _assertStatus(HASH, 80, EVIDENCE, "soft", START + 3 hours);
        assertTrue(registry.isAnswered(HASH));
        _assertSummary("", 1, 80);
        _assertSummary("soft", 1, 80);
        _assertSummary("hard", 0, 0);
    }

    function test_WhenTheFirstAnswerIsZero() external {
        vm.prank(validator);
        registry.validationResponse(HASH, 0, "", 0, "");
        assertTrue(registry.isAnswered(HASH));
        _assertStatus(HASH, 0, 0, "", START);
        _assertSummary("", 1, 0);
    }

    function test_WhenItReplacesAnAnswer() external {
        _respond(HASH, 80, "soft");
        skip(1 hours);
        vm.expectEmit(true, true, true, true, address(registry));
        emit IERC8004Validation.ValidationResponse(validator, agent, HASH, 100, "", EVIDENCE, "hard");
        vm.prank(validator);
        registry.validationResponse(HASH, 100, "", EVIDENCE, "hard");

        _assertStatus(HASH, 100, EVIDENCE, "hard", START + 1 hours);
        _assertSummary("", 1, 100);
        _assertSummary("soft", 0, 0);
        _assertSummary("hard", 1, 100);
    }

    function test_WhenItReplacesAResponseHashByZero() external {
        _respond(HASH, 80, "soft");
        vm.prank(validator);
        registry.validationResponse(HASH, 80, RESPONSE_URI, 0, "soft");
        _assertStatus(HASH, 80, 0, "soft", START);
    }

    function test_WhenTheAgentHasChangedHands() external {
        vm.prank(owner);
        identity.transferFrom(owner, otherOwner, agent);
        _respond(HASH, 60, "soft");
        _assertSummary("soft", 1, 60);
    }

    function test_WhenTheTimeDoesNotFit32BitsAnyMore() external {
        vm.warp(START + type(uint32).max);
        _respond(HASH, 60, "soft");
        _assertStatus(HASH, 60, _responseHash(HASH, 60), "soft", START + type(uint32).max);
        skip(1);
        _respond(HASH, 61, "hard");
        _assertStatus(HASH, 61, _responseHash(HASH, 61), "hard", START + type(uint32).max);
        skip(1000 * 365 days);
        _respond(HASH, 62, "");
        _assertStatus(HASH, 62, _responseHash(HASH, 62), "", START + type(uint32).max);
        _request(validator, agent, "late");
        (,,,,, uint256 lastUpdate) = registry.getValidationStatus("late");
        assertEq(lastUpdate, START + type(uint32).max);
    }

    function test_WhenTheTagIsOfAnyLength() external {
        uint256[6] memory lengths = [uint256(1), 31, 32, 33, 255, 256];
        for (uint256 i; i < lengths.length; ++i) {
            string memory tag = _text(lengths[i]);
            _respond(HASH, 50, tag);
            (,,,, string memory stored,) = registry.getValidationStatus(HASH);
            assertEq(stored, tag);
            _assertSummary(tag, 1, 50);
        }
    }

    function _assertStatus(
        bytes32 requestHash,
        uint8 response,
        bytes32 responseHash,
        string memory tag,
        uint256 lastUpdate
    ) private view {
        (address v, uint256 id, uint8 r, bytes32 h, string memory t, uint256 time) =
            registry.getValidationStatus(requestHash);
        assertEq(v, validator);
        assertEq(id, agent);
        assertEq(r, response);
        assertEq(h, responseHash);
        assertEq(t, tag);
        assertEq(time, lastUpdate);
    }

    function _assertSummary(string memory tag, uint64 count, uint8 average) private view {
        (uint64 c, uint8 a) = registry.getSummary(agent, _none(), tag);
        assertEq(c, count);
        assertEq(a, average);
    }

    function _text(uint256 length) private pure returns (string memory) {
        bytes memory text = new bytes(length);
        for (uint256 i; i < length; ++i) {
            text[i] = bytes1(uint8(97 + i % 26));
        }
        return string(text);
    }
}
