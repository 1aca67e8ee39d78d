// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC8004ValidationRegistry} from "../../../contracts/ERC8004ValidationRegistry.sol";
import {IdentityClient} from "../../../contracts/base/IdentityClient.sol";
import {IERC8004Validation} from "../../../contracts/interfaces/IERC8004Validation.sol";
import {IERC8004ValidationRegistry} from "../../../contracts/interfaces/IERC8004ValidationRegistry.sol";
import {ValidationFixture} from "./ValidationFixture.sol";

contract ValidationViewsTest is ValidationFixture {
    bytes32 private constant UNKNOWN = keccak256("unknown");

    function test_constructor_RevertGiven_TheIdentityRegistryHasNoCode() external {
        vm.expectRevert(abi.encodeWithSelector(IdentityClient.InvalidIdentityRegistry.selector, stranger));
        new ERC8004ValidationRegistry(stranger);
    }

    function test_getIdentityRegistry() external view {
        assertEq(registry.getIdentityRegistry(), address(identity));
    }

    function test_supportsInterface() external view {
        assertTrue(registry.supportsInterface(type(IERC165).interfaceId));
        assertTrue(registry.supportsInterface(type(IERC8004Validation).interfaceId));
        assertTrue(registry.supportsInterface(type(IERC8004ValidationRegistry).interfaceId));
        assertFalse(registry.supportsInterface(0xffffffff));
        assertFalse(registry.supportsInterface(0x80ac58cd));
    }

    function test_getValidationStatus_RevertGiven_TheRequestIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationUnknownRequest.selector, UNKNOWN));
        registry.getValidationStatus(UNKNOWN);
    }

    function test_requestExistsAndIsAnswered() external {
        assertFalse(registry.requestExists(UNKNOWN));
        assertFalse(registry.isAnswered(UNKNOWN));
        _request(validator, agent, "a");
        assertTrue(registry.requestExists("a"));
        assertFalse(registry.isAnswered("a"));
        _request(owner, agent, "self");
        assertFalse(registry.isAnswered("self"));
        _respond("a", 0, "");
        assertTrue(registry.isAnswered("a"));
        assertFalse(registry.requestExists(UNKNOWN));
    }

    function test_boundRequestHash() external {
        bytes32 content = keccak256("content");
        bytes32 bound = registry.boundRequestHash(otherAgent, validator, content);
        bytes32 full = keccak256(abi.encode(block.chainid, address(registry), otherAgent, validator, content));
        assertEq(bytes4(bound), bytes4(keccak256("SAGE.boundRequestHash")));
        assertEq(bytes4(bound), registry.BOUND_MARKER());
        assertEq(uint32(uint256(bound) >> 192), otherAgent);
        assertEq(uint192(uint256(bound)), uint192(uint256(full)));

        // Each thing that goes into it changes it.
        assertNotEq(bound, registry.boundRequestHash(agent, validator, content));
        assertNotEq(bound, registry.boundRequestHash(otherAgent, stranger, content));
        assertNotEq(bound, registry.boundRequestHash(otherAgent, validator, UNKNOWN));
        assertNotEq(
            bound, new ERC8004ValidationRegistry(address(identity)).boundRequestHash(otherAgent, validator, content)
        );
        vm.chainId(block.chainid + 1);
        assertNotEq(bound, registry.boundRequestHash(otherAgent, validator, content));
    }

    function test_boundRequestHash_RevertGiven_TheAgentIdIsAboveTheMaximum() external {
        registry.boundRequestHash(type(uint32).max, validator, UNKNOWN);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004ValidationRegistry.ValidationAgentIdTooLarge.selector, 2 ** 32, type(uint32).max
            )
        );
        registry.boundRequestHash(2 ** 32, validator, UNKNOWN);
    }

    function test_boundAgentOf() external view {
        (bool bound, uint256 id) = registry.boundAgentOf(registry.boundRequestHash(0, validator, UNKNOWN));
        assertTrue(bound);
        assertEq(id, 0);
        (bound, id) = registry.boundAgentOf(registry.boundRequestHash(type(uint32).max, validator, UNKNOWN));
        assertTrue(bound);
        assertEq(id, type(uint32).max);
        (bound, id) = registry.boundAgentOf(UNKNOWN);
        assertFalse(bound);
        assertEq(id, 0);
        // One bit of the marker wrong.
        bytes32 near = registry.boundRequestHash(7, validator, UNKNOWN) ^ bytes32(uint256(1) << 224);
        (bound, id) = registry.boundAgentOf(near);
        assertFalse(bound);
        assertEq(id, 0);
    }

    function test_isSelfValidation_RevertGiven_TheRequestIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationUnknownRequest.selector, UNKNOWN));
        registry.isSelfValidation(UNKNOWN);
    }

    function test_isSelfValidation_tellsThePresentApartFromTheRequest() external {
        _request(validator, agent, "independent");
        _request(operator, agent, "self");

        vm.startPrank(owner);
        identity.setApprovalForAll(validator, true);
        identity.setApprovalForAll(operator, false);
        vm.stopPrank();
        _assertSelf("independent", false, true);
        _assertSelf("self", true, false);

        vm.prank(owner);
        identity.transferFrom(owner, otherOwner, agent);
        _assertSelf("independent", false, false);
        _assertSelf("self", true, false);

        // An answer leaves what was recorded with the request.
        _respond("independent", 100, "soft");
        _respond("self", 100, "soft");
        _assertSelf("independent", false, false);
        _assertSelf("self", true, false);
    }

    /// @dev Registries other than ours may burn agents; then the present can't be told.
    function test_isSelfValidation_RevertGiven_TheAgentIsGone() external {
        _validate(validator, agent, "a", 60, "soft");
        identity.burn(agent);
        vm.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721NonexistentToken.selector, agent));
        registry.isSelfValidation("a");
        (uint64 count, uint8 average) = registry.getIndependentSummary(agent, _none(), "soft");
        assertEq(count, 1);
        assertEq(average, 60);
    }

    function test_getSummary_isRoundedDown() external {
        _validate(validator, agent, "a", 50, "soft");
        _validate(validator, agent, "b", 51, "soft");
        _validate(stranger, agent, "c", 51, "hard");
        _assertSummary(_none(), "", 3, 50);
        _assertSummary(_none(), "soft", 2, 50);
        _assertSummary(_none(), "hard", 1, 51);
    }

    function test_getSummary_takesTheValidatorsAsASet() external {
        _validate(validator, agent, "a", 40, "soft");
        _validate(stranger, agent, "b", 60, "soft");
        _validate(otherOwner, agent, "c", 80, "hard");
        _assertSummary(_list(validator), "", 1, 40);
        _assertSummary(_list(validator, validator), "", 1, 40);
        _assertSummary(_list(validator, stranger), "", 2, 50);
        _assertSummary(_list(stranger, otherOwner), "soft", 1, 60);
        _assertSummary(_list(address(0)), "", 0, 0);
        _assertSummary(_list(otherOwner), "soft", 0, 0);
    }

    function test_getSummary_ofNothing() external {
        _assertSummary(_none(), "", 0, 0);
        _request(validator, agent, "a");
        _assertSummary(_none(), "", 0, 0);
        _assertSummary(_none(), "soft", 0, 0);
        _assertSummary(_none(), "a tag that nobody ever used", 0, 0);
        _respond("a", 100, "");
        _assertSummary(_none(), "", 1, 100);
        _assertSummary(_none(), "soft", 0, 0);
        _assertSummary(_none(), "a tag that nobody ever used", 0, 0);
        _assertSummary(_none(), string(new bytes(257)), 0, 0);
        (uint64 count, uint8 average) = registry.getSummary(type(uint256).max, _none(), "");
        assertEq(count, 0);
        assertEq(average, 0);
    }

    function test_getIndependentSummary() external {
        _validate(validator, agent, "a", 40, "soft");
        _validate(owner, agent, "b", 100, "soft");
        _validate(operator, agent, "c", 90, "hard");
        _assertSummary(_none(), "", 3, 76);
        _assertIndependent(_none(), "", 1, 40);
        _assertIndependent(_none(), "soft", 1, 40);
        _assertIndependent(_none(), "hard", 0, 0);
        _assertIndependent(_list(owner), "", 0, 0);
        _assertIndependent(_list(owner, validator), "", 1, 40);
        _assertIndependent(_none(), "a tag that nobody ever used", 0, 0);
        // A third tag: the answers are looked at one by one.
        _validate(stranger, agent, "d", 60, "third");
        _validate(operator, agent, "e", 0, "third");
        _assertIndependent(_none(), "third", 1, 60);
        _assertSummary(_none(), "third", 2, 30);
        _assertIndependent(_none(), "", 2, 50);
        _respond("b", 0, "third");
        _assertIndependent(_none(), "third", 1, 60);
        _assertSummary(_none(), "third", 3, 20);
        _assertIndependent(_none(), "soft", 1, 40);
    }

    function test_summarizePage() external {
        for (uint256 i; i < 5; ++i) {
            _validate(i == 2 ? owner : validator, agent, bytes32(i), uint8(10 * i), i < 3 ? "soft" : "hard");
        }
        _assertPage(0, type(uint256).max, "", false, 5, 100);
        _assertPage(0, 5, "", true, 4, 80);
        _assertPage(1, 2, "", false, 2, 30);
        _assertPage(1, 2, "", true, 1, 10);
        _assertPage(2, 3, "hard", true, 2, 70);
        _assertPage(4, type(uint256).max, "", false, 1, 40);
        _assertPage(5, 5, "", false, 0, 0);
        _assertPage(type(uint256).max, type(uint256).max, "", false, 0, 0);
        _assertPage(0, 0, "", false, 0, 0);
        _assertPage(0, 5, "a tag that nobody ever used", false, 0, 0);
    }

    /// @dev Requests without an answer count for nothing, but they have a place in the list, so that pages can be joined.
    function test_summarizePage_leavesOutWhatIsNotAnswered() external {
        bytes32[] memory all = new bytes32[](6);
        for (uint256 i; i < 6; ++i) {
            all[i] = bytes32(i + 1);
            _request(i == 5 ? owner : validator, agent, all[i]);
        }
        assertEq(registry.getAgentValidations(agent), all);
        _assertPage(0, type(uint256).max, "", false, 0, 0);
        _respond(all[1], 0, "");
        _respond(all[3], 70, "soft");
        _assertPage(0, 6, "", false, 2, 70);
        _assertPage(0, 6, "", true, 2, 70);
        _assertPage(0, 1, "", false, 0, 0);
        _assertPage(0, 2, "", false, 1, 0);
        _assertPage(2, 1, "", false, 0, 0);
        _assertPage(2, 2, "", false, 1, 70);
        _assertPage(4, 2, "", false, 0, 0);
        _assertPage(0, 6, "soft", false, 1, 70);
        _respond(all[5], 90, "soft");
        _assertPage(4, 2, "", false, 1, 90);
        _assertPage(4, 2, "", true, 0, 0);
        // The lists tell all requests, in order, before and after the answers.
        assertEq(registry.getAgentValidations(agent), all);
        bytes32[] memory some = new bytes32[](3);
        (some[0], some[1], some[2]) = (all[1], all[2], all[3]);
        assertEq(registry.getAgentValidationsPage(agent, 1, 3), some);
        assertEq(registry.getAgentValidationCount(agent), 6);
    }

    function test_pagesOfTheLists() external {
        bytes32[] memory all = new bytes32[](9);
        for (uint256 i; i < 9; ++i) {
            all[i] = keccak256(abi.encode(i));
            _request(validator, agent, all[i]);
        }
        assertEq(registry.getAgentValidationsPage(agent, 0, 9), all);
        assertEq(registry.getValidatorRequestsPage(validator, 0, 9), all);
        bytes32[] memory some = new bytes32[](3);
        (some[0], some[1], some[2]) = (all[2], all[3], all[4]);
        assertEq(registry.getAgentValidationsPage(agent, 2, 3), some);
        assertEq(registry.getValidatorRequestsPage(validator, 2, 3), some);
        (some[0], some[1], some[2]) = (all[6], all[7], all[8]);
        assertEq(registry.getAgentValidationsPage(agent, 6, type(uint256).max), some);
        assertEq(registry.getValidatorRequestsPage(validator, 6, 4), some);
        uint256[2] memory beyond = [uint256(9), type(uint256).max];
        for (uint256 i; i < 2; ++i) {
            assertEq(registry.getAgentValidationsPage(agent, beyond[i], type(uint256).max).length, 0);
            assertEq(registry.getValidatorRequestsPage(validator, beyond[i], type(uint256).max).length, 0);
        }
        assertEq(registry.getAgentValidationsPage(agent, 3, 0).length, 0);
        assertEq(registry.getValidatorRequestsPage(validator, 3, 0).length, 0);
        assertEq(registry.getAgentValidationsPage(otherAgent, 0, 9).length, 0);
        assertEq(registry.getValidatorRequestsPage(stranger, 0, 9).length, 0);
    }

    function _assertSelf(bytes32 requestHash, bool atRequest, bool atPresent) private view {
        (bool then, bool now_) = registry.isSelfValidation(requestHash);
        assertEq(then, atRequest, "at request");
        assertEq(now_, atPresent, "at present");
    }

    function _assertSummary(address[] memory validators, string memory tag, uint64 count, uint8 average) private view {
        (uint64 c, uint8 a) = registry.getSummary(agent, validators, tag);
        assertEq(c, count);
        assertEq(a, average);
    }

    function _assertIndependent(address[] memory validators, string memory tag, uint64 count, uint8 average)
        private
        view
    {
        (uint64 c, uint8 a) = registry.getIndependentSummary(agent, validators, tag);
        assertEq(c, count);
        assertEq(a, average);
    }

    function _assertPage(
        uint256 offset,
        uint256 limit,
        string memory tag,
        bool independentOnly,
        uint64 count,
        uint256 sum
    ) private view {
        (uint64 c, uint256 s) = registry.summarizePage(agent, offset, limit, _none(), tag, independentOnly);
        assertEq(c, count);
        assertEq(s, sum);
    }
}
