// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004ValidationRegistry} from "../../contracts/interfaces/IERC8004ValidationRegistry.sol";
import {Deployed, IIdentity} from "./Deployed.sol";

/// @dev Proofs by halmos, run by `npm run prove`: each holds for all values of the arguments, under the bounds that
/// audit/PROOFS.md states.
contract ValidationProofs is Deployed {
    address private constant OWNER = address(0xA11CE);
    address private constant OTHER_OWNER = address(0xB0B);

    IERC8004ValidationRegistry private _registry;
    uint256 private _agentId;
    uint256 private _otherId;

    function setUp() public {
        vm.warp(1_800_000_000);
        IIdentity identity = _identityRegistry();
        _registry = _validationRegistry(identity);
        vm.prank(OWNER);
        _agentId = identity.register();
        vm.prank(OTHER_OWNER);
        _otherId = identity.register();
    }

    /// @dev P19: who answers is the named validator, with 0 to 100, and a request that exists.
    function check_P19_onlyTheNamedValidatorAnswers(
        address validator,
        address caller,
        bytes32 requestHash,
        bytes32 answeredHash,
        uint8 response,
        bytes32 responseHash
    ) public {
        _request(OWNER, validator, _agentId, requestHash);
        if (!_answer(caller, answeredHash, response, responseHash)) return;
        assert(answeredHash == requestHash && caller == validator && response <= 100);
        (address named, uint256 agentId, uint8 stored, bytes32 storedHash,,) =
            _registry.getValidationStatus(requestHash);
        assert(named == validator && agentId == _agentId && stored == response && storedHash == responseHash);
    }

    /// @dev P19: the same when the answer is replaced.
    function check_P19_onlyTheNamedValidatorReplaces(
        address validator,
        address caller,
        bytes32 requestHash,
        uint8 response,
        uint8 second
    ) public {
        _request(OWNER, validator, _agentId, requestHash);
        vm.assume(_answer(validator, requestHash, response, 0));
        if (_answer(caller, requestHash, second, 0)) assert(caller == validator && second <= 100);
        (,, uint8 stored,,,) = _registry.getValidationStatus(requestHash);
        assert(stored == response || (stored == second && caller == validator));
    }

    /// @dev P19: nobody takes a hash a second time, for whichever agent; agent and validator stay.
    function check_P19_aHashBelongsToOneAgent(
        address validator,
        bytes32 requestHash,
        address caller,
        address otherValidator,
        uint256 otherAgent,
        bool answered,
        uint8 response
    ) public {
        _request(OWNER, validator, _agentId, requestHash);
        if (answered) _answer(validator, requestHash, response, 0);
        assert(!_tryRequest(caller, otherValidator, otherAgent, requestHash));
        _assertHolds(requestHash, validator);
    }

    /// @dev P19: nor does any other request or answer change them.
    function check_P19_otherCallsLeaveAgentAndValidator(
        address validator,
        bytes32 requestHash,
        address caller,
        address otherValidator,
        bytes32 otherHash,
        uint8 response
    ) public {
        _request(OWNER, validator, _agentId, requestHash);
        bool taken = _tryRequest(caller, otherValidator, _otherId, otherHash);
        if (taken) assert(caller == OTHER_OWNER && otherHash != requestHash);
        _assertHolds(requestHash, validator);
        _answer(caller, otherHash, response, 0);
        _assertHolds(requestHash, validator);
    }

    function _assertHolds(bytes32 requestHash, address validator) private view {
        (address named, uint256 agentId,,,,) = _registry.getValidationStatus(requestHash);
        assert(named == validator && agentId == _agentId);
    }

    /// @dev Only those that succeed are of interest.
    function _request(address caller, address validator, uint256 agentId, bytes32 requestHash) private {
        vm.assume(_tryRequest(caller, validator, agentId, requestHash));
    }

    function _tryRequest(address caller, address validator, uint256 agentId, bytes32 requestHash)
        private
        returns (bool requested)
    {
        vm.prank(caller);
        (requested,) =
            address(_registry).call(abi.encodeCall(_registry.validationRequest, (validator, agentId, "", requestHash)));
    }

    function _answer(address caller, bytes32 requestHash, uint8 response, bytes32 responseHash)
        private
        returns (bool answered)
    {
        vm.prank(caller);
        (answered,) = address(_registry)
            .call(abi.encodeCall(_registry.validationResponse, (requestHash, response, "", responseHash, "hard")));
    }
}
