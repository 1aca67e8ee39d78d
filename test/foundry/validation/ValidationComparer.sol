// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Test} from "forge-std/Test.sol";
import {ERC8004ValidationRegistry} from "../../../contracts/ERC8004ValidationRegistry.sol";
import {ValidationModel} from "./ValidationModel.sol";

/// @notice Compares the views of the registry with a model.
abstract contract ValidationComparer is Test {
    function _compareRecords(ERC8004ValidationRegistry registry, ValidationModel model) internal view {
        for (uint256 i; i < model.count(); ++i) {
            _compareRecord(registry, model.entryAt(i));
        }
    }

    function _compareRecord(ERC8004ValidationRegistry registry, ValidationModel.Entry memory entry) internal view {
        (address validator, uint256 agentId, uint8 response, bytes32 responseHash, string memory tag, uint256 time) =
            registry.getValidationStatus(entry.requestHash);
        assertEq(validator, entry.validator, "validator");
        assertEq(agentId, entry.agentId, "agentId");
        assertEq(response, entry.response, "response");
        assertEq(responseHash, entry.responseHash, "responseHash");
        assertEq(tag, entry.tag, "tag");
        assertEq(time, entry.lastUpdate, "lastUpdate");
        assertTrue(registry.requestExists(entry.requestHash), "requestExists");
        assertEq(registry.isAnswered(entry.requestHash), entry.answered, "isAnswered");
        (bool atRequest,) = registry.isSelfValidation(entry.requestHash);
        assertEq(atRequest, entry.self, "atRequest");
    }

    function _compareLists(
        ERC8004ValidationRegistry registry,
        ValidationModel model,
        uint256 agentId,
        address validator
    ) internal view {
        bytes32[] memory list = model.agentList(agentId);
        assertEq(registry.getAgentValidations(agentId), list, "getAgentValidations");
        assertEq(registry.getAgentValidationCount(agentId), list.length, "getAgentValidationCount");
        list = model.validatorList(validator);
        assertEq(registry.getValidatorRequests(validator), list, "getValidatorRequests");
        assertEq(registry.getValidatorRequestCount(validator), list.length, "getValidatorRequestCount");
    }

    /// @dev Joins pages of `size` and compares them with the whole lists.
    function _comparePages(ERC8004ValidationRegistry registry, uint256 agentId, address validator, uint256 size)
        internal
        view
    {
        bytes32[] memory list = registry.getAgentValidations(agentId);
        for (uint256 offset; offset <= list.length; offset += size) {
            bytes32[] memory page = registry.getAgentValidationsPage(agentId, offset, size);
            assertEq(page, _cut(list, offset, size), "getAgentValidationsPage");
        }
        list = registry.getValidatorRequests(validator);
        for (uint256 offset; offset <= list.length; offset += size) {
            bytes32[] memory page = registry.getValidatorRequestsPage(validator, offset, size);
            assertEq(page, _cut(list, offset, size), "getValidatorRequestsPage");
        }
    }

    function _cut(bytes32[] memory list, uint256 offset, uint256 size) private pure returns (bytes32[] memory page) {
        uint256 rest = list.length - offset;
        page = new bytes32[](rest < size ? rest : size);
        for (uint256 i; i < page.length; ++i) {
            page[i] = list[offset + i];
        }
    }

    function _compareSummaries(
        ERC8004ValidationRegistry registry,
        ValidationModel model,
        uint256 agentId,
        address[] memory validators,
        string memory tag
    ) internal view {
        (uint256 number, uint256 sum) = model.sums(agentId, 0, type(uint256).max, validators, tag, false);
        (uint64 count, uint8 average) = registry.getSummary(agentId, validators, tag);
        assertEq(count, number, "getSummary count");
        assertEq(average, number == 0 ? 0 : sum / number, "getSummary average");

        (number, sum) = model.sums(agentId, 0, type(uint256).max, validators, tag, true);
        (count, average) = registry.getIndependentSummary(agentId, validators, tag);
        assertEq(count, number, "getIndependentSummary count");
        assertEq(average, number == 0 ? 0 : sum / number, "getIndependentSummary average");
    }

    /// @dev Each page equals the model's, and the pages add up to the whole.
    function _compareSummaryPages(
        ERC8004ValidationRegistry registry,
        ValidationModel model,
        uint256 agentId,
        address[] memory validators,
        string memory tag,
        bool independentOnly,
        uint256 size
    ) internal view {
        uint256 length = registry.getAgentValidationCount(agentId);
        uint256 number;
        uint256 sum;
        for (uint256 offset; offset < length; offset += size) {
            (uint64 pageCount, uint256 pageSum) =
                registry.summarizePage(agentId, offset, size, validators, tag, independentOnly);
            (uint256 modelCount, uint256 modelSum) = model.sums(agentId, offset, size, validators, tag, independentOnly);
            assertEq(pageCount, modelCount, "summarizePage count");
            assertEq(pageSum, modelSum, "summarizePage sum");
            number += pageCount;
            sum += pageSum;
        }
        (uint256 allCount, uint256 allSum) = model.sums(agentId, 0, type(uint256).max, validators, tag, independentOnly);
        assertEq(number, allCount, "joined pages count");
        assertEq(sum, allSum, "joined pages sum");
    }
}
