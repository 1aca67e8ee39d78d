// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {CommonBase} from "forge-std/Base.sol";
import {StdUtils} from "forge-std/StdUtils.sol";
import {ERC8004ValidationRegistry} from "../../../contracts/ERC8004ValidationRegistry.sol";
import {IERC8004ValidationRegistry} from "../../../contracts/interfaces/IERC8004ValidationRegistry.sol";
import {IdentityStandIn} from "../mocks/validation/IdentityStandIn.sol";
import {IdentityLogModel} from "./IdentityLogModel.sol";
import {ValidationLogReader} from "./ValidationLogReader.sol";
import {ValidationModel} from "./ValidationModel.sol";

/// @notice Acts on the registry and notes every act in two models: in `acted` what was done, in `logged` what the logs of
/// both registries say. The agents change hands, operators and approvals between acts.
contract ValidationHandler is CommonBase, StdUtils {
    uint256 public constant ACTIONS = 10;
    uint256 public constant AGENTS = 3;

    ERC8004ValidationRegistry public immutable registry;
    IdentityStandIn public immutable identity;
    ValidationModel public immutable acted;
    ValidationModel public immutable logged;
    IdentityLogModel public immutable people;

    /// @dev Successful calls of each action, for the reach.
    uint256[ACTIONS] public reach;
    uint256 public selfRequests;
    uint256 public boundRequests;
    /// @dev Any number that changes from call to call, for the choice of what an invariant looks at.
    uint256 public turn;

    address[5] private _accounts;
    string[5] private _tags = ["", "soft", "hard", "third", "filler0bbzc5"];
    /// @dev Who speaks for which agent, as the acts made it.
    mapping(uint256 agentId => address owner) private _ownerOf;
    mapping(uint256 agentId => address approved) private _approvedFor;
    mapping(address owner => mapping(address operator => bool approved)) private _isOperator;

    modifier acting(uint256 action) {
        vm.recordLogs();
        _;
        ValidationLogReader.read(vm.getRecordedLogs(), address(identity), address(registry), people, logged);
        ++reach[action];
        ++turn;
    }

    constructor(ERC8004ValidationRegistry registry_, IdentityStandIn identity_) {
        registry = registry_;
        identity = identity_;
        acted = new ValidationModel();
        logged = new ValidationModel();
        people = new IdentityLogModel();
        for (uint256 i; i < _accounts.length; ++i) {
            _accounts[i] = address(uint160(0xacc0 + i));
        }
        vm.recordLogs();
        for (uint256 i; i < AGENTS; ++i) {
            vm.prank(_accounts[i]);
            _ownerOf[identity.register()] = _accounts[i];
        }
        ValidationLogReader.read(vm.getRecordedLogs(), address(identity), address(registry), people, logged);
    }

    function account(uint256 seed) public view returns (address) {
        return _accounts[seed % _accounts.length];
    }

    function tag(uint256 seed) public view returns (string memory) {
        return _tags[seed % _tags.length];
    }

    function request(uint256 agentSeed, uint256 validatorSeed, uint256 callerSeed, bool bound) external acting(0) {
        for (uint256 i; i <= callerSeed % 3; ++i) {
            _request(agentSeed % AGENTS, account(validatorSeed % 5 + i), callerSeed, bound);
        }
    }

    function respond(uint256 seed, uint8 response, uint256 tagSeed) external acting(1) {
        (bool found, bytes32 requestHash) = _find(seed, false);
        if (!found) requestHash = _request(seed % AGENTS, account(tagSeed), seed, false);
        _respond(requestHash, response, tagSeed);
    }

    function replaceAnswer(uint256 seed, uint8 response, uint256 tagSeed) external acting(2) {
        (bool found, bytes32 requestHash) = _find(seed, true);
        if (!found) {
            requestHash = _request(seed % AGENTS, account(tagSeed), seed, true);
            _respond(requestHash, response / 2, tagSeed / 2);
        }
        _respond(requestHash, response, tagSeed);
    }

    function transferAgent(uint256 agentSeed, uint256 toSeed) external acting(3) {
        uint256 agentId = agentSeed % AGENTS;
        address to = account(toSeed);
        vm.prank(_ownerOf[agentId]);
        identity.transferFrom(_ownerOf[agentId], to, agentId);
        _ownerOf[agentId] = to;
        _approvedFor[agentId] = address(0);
    }

    function approve(uint256 agentSeed, uint256 toSeed) external acting(4) {
        uint256 agentId = agentSeed % AGENTS;
        address to = toSeed % 6 == 5 ? address(0) : account(toSeed);
        vm.prank(_ownerOf[agentId]);
        identity.approve(to, agentId);
        _approvedFor[agentId] = to;
    }

    function setOperator(uint256 ownerSeed, uint256 operatorSeed, bool approved) external acting(5) {
        vm.prank(account(ownerSeed));
        identity.setApprovalForAll(account(operatorSeed), approved);
        _isOperator[account(ownerSeed)][account(operatorSeed)] = approved;
    }

    function passTime(uint256 time) external acting(6) {
        vm.warp(block.timestamp + _bound(time, 1, 30 days));
    }

    /// @dev Refused: an answer by anybody else.
    function respondAsAnother(uint256 seed, uint256 callerSeed, uint8 response) external acting(7) {
        ValidationModel.Entry memory entry = _any(seed);
        address caller = account(callerSeed);
        if (caller == entry.validator) caller = account(callerSeed % 5 + 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC8004ValidationRegistry.ValidationNotValidator.selector, entry.requestHash, entry.validator, caller
            )
        );
        vm.prank(caller);
        registry.validationResponse(entry.requestHash, response, "", 0, "soft");
    }

    /// @dev Refused: a hash once more, for any agent.
    function requestAgain(uint256 seed, uint256 agentSeed, uint256 validatorSeed) external acting(8) {
        ValidationModel.Entry memory entry = _any(seed);
        uint256 agentId = agentSeed % AGENTS;
        (bool bound, uint256 boundAgentId) = registry.boundAgentOf(entry.requestHash);
        vm.expectRevert(
            bound && boundAgentId != agentId
                ? abi.encodeWithSelector(
                    IERC8004ValidationRegistry.ValidationHashBoundToOtherAgent.selector,
                    entry.requestHash,
                    boundAgentId,
                    agentId
                )
                : abi.encodeWithSelector(
                    IERC8004ValidationRegistry.ValidationRequestExists.selector, entry.requestHash, entry.agentId
                )
        );
        vm.prank(_ownerOf[agentId]);
        registry.validationRequest(account(validatorSeed), agentId, "", entry.requestHash);
    }

    /// @dev Refused: a request by somebody who doesn't speak for the agent.
    function requestAsStranger(uint256 agentSeed, uint256 validatorSeed) external acting(9) {
        uint256 agentId = agentSeed % AGENTS;
        address stranger = address(0xdead);
        vm.expectRevert(
            abi.encodeWithSelector(IERC8004ValidationRegistry.ValidationNotAuthorized.selector, agentId, stranger)
        );
        vm.prank(stranger);
        registry.validationRequest(account(validatorSeed), agentId, "", keccak256(abi.encode(turn)));
    }

    function _request(uint256 agentId, address validator, uint256 callerSeed, bool bound)
        private
        returns (bytes32 requestHash)
    {
        requestHash = keccak256(abi.encode("request", acted.count()));
        if (bound) requestHash = registry.boundRequestHash(agentId, validator, requestHash);
        bool self = _isAgentSide(validator, agentId);
        vm.prank(_caller(agentId, callerSeed));
        registry.validationRequest(validator, agentId, "ipfs://request", requestHash);
        acted.request(validator, agentId, requestHash, self, block.timestamp);
        if (self) ++selfRequests;
        if (bound) ++boundRequests;
    }

    function _respond(bytes32 requestHash, uint8 response, uint256 tagSeed) private {
        response = uint8(_bound(response, 0, 100));
        bytes32 responseHash = tagSeed % 4 == 0 ? bytes32(0) : keccak256(abi.encode(requestHash, response));
        vm.prank(acted.entryOf(requestHash).validator);
        registry.validationResponse(requestHash, response, "ipfs://response", responseHash, tag(tagSeed));
        acted.respond(requestHash, response, responseHash, tag(tagSeed), block.timestamp);
    }

    /// @dev A request to try something with; made now when there is none.
    function _any(uint256 seed) private returns (ValidationModel.Entry memory) {
        if (acted.count() == 0) _request(seed % AGENTS, account(seed), seed, seed % 2 == 0);
        return acted.entryAt(seed % acted.count());
    }

    function _find(uint256 seed, bool answered) private view returns (bool found, bytes32 requestHash) {
        uint256 count = acted.count();
        for (uint256 i; i < count && !found; ++i) {
            ValidationModel.Entry memory entry = acted.entryAt((seed % count + i) % count);
            if (entry.answered == answered) (found, requestHash) = (true, entry.requestHash);
        }
    }

    /// @dev One of those who may ask for the agent.
    function _caller(uint256 agentId, uint256 seed) private view returns (address caller) {
        caller = account(seed);
        if (!_isAgentSide(caller, agentId)) caller = _ownerOf[agentId];
    }

    function _isAgentSide(address account_, uint256 agentId) private view returns (bool) {
        address owner = _ownerOf[agentId];
        return account_ == owner || account_ == _approvedFor[agentId] || _isOperator[owner][account_];
    }
}
