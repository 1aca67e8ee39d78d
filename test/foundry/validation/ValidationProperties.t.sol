// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004ValidationRegistry} from "../../../contracts/interfaces/IERC8004ValidationRegistry.sol";
import {IdentityLogModel} from "./IdentityLogModel.sol";
import {ValidationComparer} from "./ValidationComparer.sol";
import {ValidationFixture} from "./ValidationFixture.sol";
import {ValidationLogReader} from "./ValidationLogReader.sol";
import {ValidationModel} from "./ValidationModel.sol";

contract ValidationPropertiesTest is ValidationFixture, ValidationComparer {
    ValidationModel private _model;
    IdentityLogModel private _people;
    address[3] private _validators;
    string[5] private _tags = ["", "soft", "hard", "third", "a tag of more than thirty-one bytes"];

    function setUp() public override {
        vm.recordLogs();
        super.setUp();
        _model = new ValidationModel();
        _people = new IdentityLogModel();
        _validators = [validator, stranger, operator];
    }

    /// @dev `operator` is a self validator of `agent`, not of `otherAgent`.
    function testFuzz_P18_summariesAndPagesEqualANaiveLoop(uint256[14] calldata seeds, uint256 choice) external {
        for (uint256 i; i < seeds.length; ++i) {
            _act(seeds[i]);
        }
        uint256 agentId = choice % 4 == 0 ? otherAgent : agent;
        uint256 size = 1 + (choice >> 8) % 7;
        for (uint256 t; t < _tags.length; ++t) {
            address[] memory listed = (choice >> (16 + t)) % 2 == 0 ? _none() : _someValidators(choice >> (32 + 8 * t));
            _compareSummaries(registry, _model, agentId, listed, _tags[t]);
        }
        ValidationModel.Query memory query;
        query.agentId = agentId;
        query.validators = _someValidators(choice >> 80);
        query.tag = _tags[(choice >> 88) % 5];
        query.independentOnly = (choice >> 96) % 2 == 0;
        _compareSummaryPages(registry, _model, query, size);
        address named = _validators[(choice >> 104) % 3];
        _compareLists(registry, _model, agentId, named);
        _comparePages(registry, agentId, named, size);
    }

    function testFuzz_P19_onlyTheNamedValidatorResponds(address named, address other, uint8 response, bool self)
        external
    {
        vm.assume(named != address(0) && other != address(0) && named != other);
        if (self) {
            vm.prank(owner);
            identity.setApprovalForAll(other, true);
        }
        _request(named, agent, "a");
        _refuse(named, other, response);
        if (response > 100) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IERC8004ValidationRegistry.ValidationResponseOutOfRange.selector, bytes32("a"), response
                )
            );
        }
        vm.prank(named);
        registry.validationResponse("a", response, "", 0, "");
        (,, uint8 stored,,,) = registry.getValidationStatus("a");
        assertEq(stored, response > 100 ? 0 : response);
        assertEq(registry.isAnswered("a"), response <= 100);
        // Nor does anybody else replace the answer.
        _refuse(named, other, response);
    }

    function _refuse(address named, address other, uint8 response) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004ValidationRegistry.ValidationNotValidator.selector, bytes32("a"), named, other
            )
        );
        vm.prank(other);
        registry.validationResponse("a", response, "", 0, "");
    }

    /// @dev Whoever asks again with the same hash, for whichever agent and validator, changes nothing.
    function testFuzz_P19_aHashBelongsToOneAgentForEver(
        bytes32 requestHash,
        address first,
        address second,
        bool sameAgent,
        bool answer
    ) external {
        vm.assume(first != address(0) && second != address(0));
        vm.assume(bytes4(requestHash) != registry.BOUND_MARKER());
        if (answer) _validate(first, agent, requestHash, 55, "soft");
        else _request(first, agent, requestHash);
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationRequestExists.selector, requestHash, agent)
        );
        vm.prank(sameAgent ? owner : otherOwner);
        registry.validationRequest(second, sameAgent ? agent : otherAgent, REQUEST_URI, requestHash);
        (address v, uint256 id,,,,) = registry.getValidationStatus(requestHash);
        assertEq(v, first);
        assertEq(id, agent);
    }

    /// @dev An indexer that reads the logs of both registries knows what the views say, the self flag included.
    function testFuzz_P48_theLogsTellTheState(uint256[12] calldata seeds) external {
        ValidationModel rebuilt = new ValidationModel();
        for (uint256 i; i < seeds.length; ++i) {
            if (seeds[i] % 3 == 0) _actOnIdentity(seeds[i] >> 8);
            else _act(seeds[i] >> 8);
            ValidationLogReader.read(vm.getRecordedLogs(), address(identity), address(registry), _people, rebuilt);
        }
        assertEq(rebuilt.count(), _model.count());
        _compareRecords(registry, rebuilt);
        for (uint256 t; t < _tags.length; ++t) {
            _compareSummaries(registry, rebuilt, seeds[0] % 2 == 0 ? agent : otherAgent, _none(), _tags[t]);
        }
        for (uint256 i; i < _validators.length; ++i) {
            _compareLists(registry, rebuilt, i % 2 == 0 ? agent : otherAgent, _validators[i]);
        }
    }

    /// @dev A request or an answer, in the registry and in the model.
    function _act(uint256 seed) private {
        uint256 count = _model.count();
        skip(seed % 1000);
        if (count == 0 || (seed >> 16) % 5 < 2) {
            address named = _validators[(seed >> 24) % 3];
            uint256 agentId = (seed >> 32) % 3 == 0 ? otherAgent : agent;
            bytes32 requestHash = bytes32(count);
            bool self = identity.isAuthorizedOrOwner(named, agentId);
            _request(named, agentId, requestHash);
            _model.request(named, agentId, requestHash, self, block.timestamp);
        } else {
            bytes32 requestHash = bytes32((seed >> 24) % count);
            uint8 response = uint8((seed >> 32) % 101);
            string memory tag = _tags[(seed >> 40) % 5];
            _respond(requestHash, response, tag);
            _model.respond(requestHash, response, _responseHash(requestHash, response), tag, block.timestamp);
        }
    }

    function _actOnIdentity(uint256 seed) private {
        uint256 agentId = seed % 2 == 0 ? agent : otherAgent;
        address holder = identity.ownerOf(agentId);
        address account = _validators[(seed >> 8) % 3];
        vm.startPrank(holder);
        if ((seed >> 16) % 3 == 0) identity.approve(account, agentId);
        else if ((seed >> 16) % 3 == 1) identity.setApprovalForAll(account, (seed >> 24) % 2 == 0);
        else identity.transferFrom(holder, (seed >> 24) % 2 == 0 ? account : owner, agentId);
        vm.stopPrank();
    }

    function _someValidators(uint256 seed) private view returns (address[] memory listed) {
        listed = new address[](1 + seed % 3);
        for (uint256 i; i < listed.length; ++i) {
            listed[i] = _validators[(seed >> (2 * i)) % 3];
        }
    }
}
