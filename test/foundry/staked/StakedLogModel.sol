// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Vm} from "forge-std/Vm.sol";
import {IStakedRules} from "../../../contracts/interfaces/IStakedRules.sol";
import {IStakedValidation} from "../../../contracts/interfaces/IStakedValidation.sol";

/// @notice The state of staked validation, told by its logs alone. Reads the logs of one second at a time, because a log's time
/// is that of its block.
contract StakedLogModel {
    uint256 public locked;
    uint256 public owed;
    uint256 public treasury;
    uint256 public version;
    address public guardian;
    bool public paused;

    mapping(address account => uint256 amount) public owedTo;
    mapping(address validator => uint256 number) public right;
    mapping(address validator => uint256 number) public wrong;
    mapping(bytes32 requestHash => address account) public authorizedRequester;
    mapping(uint256 version => IStakedRules.Parameters rules) private _parameters;
    mapping(bytes32 requestHash => IStakedValidation.Request request) private _requests;
    mapping(bytes32 requestHash => mapping(uint256 round => IStakedValidation.Round head)) private _rounds;
    mapping(bytes32 requestHash => mapping(uint256 round => IStakedValidation.Verdict[] verdicts)) private _verdicts;

    function request(bytes32 requestHash) external view returns (IStakedValidation.Request memory) {
        return _requests[requestHash];
    }

    function round(bytes32 requestHash, uint256 number) external view returns (IStakedValidation.Round memory) {
        if (number == _requests[requestHash].latest.round) return _requests[requestHash].latest;
        return _rounds[requestHash][number];
    }

    function verdicts(bytes32 requestHash, uint256 number) external view returns (IStakedValidation.Verdict[] memory) {
        return _verdicts[requestHash][number];
    }

    function parameters(uint256 number) external view returns (IStakedRules.Parameters memory) {
        return _parameters[number];
    }

    function read(Vm.Log[] memory logs, address emitter) external {
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter == emitter) _read(logs[i]);
        }
    }

    function _read(Vm.Log memory log) private {
        bytes32 topic = log.topics[0];
        if (topic == IStakedValidation.StakedRequesterAuthorized.selector) {
            authorizedRequester[log.topics[1]] = _address(log.topics[2]);
        } else if (topic == IStakedValidation.StakedRequestOpened.selector) {
            _readOpened(log);
        } else if (topic == IStakedValidation.StakedVerdictCommitted.selector) {
            _readCommitted(log);
        } else if (topic == IStakedValidation.StakedVerdictRevealed.selector) {
            _readRevealed(log);
        } else if (topic == IStakedValidation.StakedTEEAnswered.selector) {
            _readAnswered(log);
        } else if (topic == IStakedValidation.StakedVerdictSettled.selector) {
            _readSettled(log);
        } else if (topic == IStakedValidation.StakedRequestFinalized.selector) {
            _readFinalized(log);
        } else {
            _readRules(topic, log);
        }
    }

    function _readRules(bytes32 topic, Vm.Log memory log) private {
        if (topic == IStakedRules.StakedParametersSet.selector) {
            version = uint256(log.topics[1]);
            _parameters[version] = abi.decode(log.data, (IStakedRules.Parameters));
        } else if (topic == IStakedRules.StakedGuardianSet.selector) {
            guardian = abi.decode(log.data, (address));
        } else if (topic == IStakedRules.Paused.selector) {
            paused = true;
        } else if (topic == IStakedRules.Unpaused.selector) {
            paused = false;
        } else if (topic == IStakedRules.StakedWithdrawn.selector) {
            uint256 amount = abi.decode(log.data, (uint256));
            owedTo[_address(log.topics[1])] -= amount;
            owed -= amount;
        } else if (topic == IStakedRules.StakedTreasuryPaid.selector) {
            treasury -= abi.decode(log.data, (uint256));
        }
    }

    function _readOpened(Vm.Log memory log) private {
        IStakedValidation.Request storage made = _requests[log.topics[1]];
        _rounds[log.topics[1]][made.latest.round] = made.latest;
        (
            uint16 number,
            IStakedValidation.Terms memory terms,
            uint256 deposit,
            uint256 rules,
            uint256 commitEnd,
            uint256 revealEnd
        ) = abi.decode(log.data, (uint16, IStakedValidation.Terms, uint256, uint256, uint256, uint256));
        delete made.latest;
        delete made.tee;
        made.latest.status = IStakedValidation.Status.Open;
        made.latest.mode = terms.mode;
        made.latest.round = number;
        made.latest.parametersVersion = uint32(rules);
        made.latest.agentId = uint64(uint256(log.topics[2]));
        made.latest.commitEnd = uint40(commitEnd);
        made.latest.minValidators = terms.minValidators;
        made.requester = _address(log.topics[3]);
        made.deposit = uint96(deposit);
        made.revealEnd = uint40(revealEnd);
        made.measurement = terms.measurement;
        locked += deposit;
    }

    function _readCommitted(Vm.Log memory log) private {
        (uint16 number, uint256 index,, uint256 stake) = abi.decode(log.data, (uint16, uint256, bytes32, uint256));
        IStakedValidation.Verdict[] storage list = _verdicts[log.topics[1]][number];
        require(list.length == index, "index");
        list.push(
            IStakedValidation.Verdict(
                _address(log.topics[2]), uint80(stake), 0, IStakedValidation.VerdictState.Committed
            )
        );
        ++_requests[log.topics[1]].latest.committed;
        locked += stake;
    }

    function _readRevealed(Vm.Log memory log) private {
        (uint16 number, uint8 response,) = abi.decode(log.data, (uint16, uint8, bytes32));
        IStakedValidation.Verdict storage verdict = _find(log.topics[1], number, _address(log.topics[2]));
        verdict.response = response;
        verdict.state = IStakedValidation.VerdictState.Revealed;
        ++_requests[log.topics[1]].latest.revealed;
    }

    function _readAnswered(Vm.Log memory log) private {
        (, uint8 response, bytes32 evidenceHash, address payee) =
            abi.decode(log.data, (uint16, uint8, bytes32, address));
        IStakedValidation.Request storage asked = _requests[log.topics[1]];
        asked.latest.teeResponse = response;
        asked.tee = IStakedValidation.TeeRecord(payee, uint40(block.timestamp), log.topics[2], evidenceHash);
    }

    function _readSettled(Vm.Log memory log) private {
        (, IStakedValidation.Settlement settlement, uint256 payout) =
            abi.decode(log.data, (uint16, IStakedValidation.Settlement, uint256));
        address validator = _address(log.topics[2]);
        if (settlement == IStakedValidation.Settlement.Agreed) ++right[validator];
        else if (settlement != IStakedValidation.Settlement.Returned) ++wrong[validator];
        _owe(validator, payout);
    }

    function _readFinalized(Vm.Log memory log) private {
        (, IStakedValidation.Status status, uint8 response, uint256 refund, uint256 rewardPerHead, uint256 toTreasury) =
            abi.decode(log.data, (uint16, IStakedValidation.Status, uint8, uint256, uint256, uint256));
        IStakedValidation.Request storage ended = _requests[log.topics[1]];
        ended.latest.status = status;
        ended.latest.response = response;
        ended.latest.finalizedAt = uint40(block.timestamp);
        _owe(ended.requester, refund);
        if (status == IStakedValidation.Status.Decided && ended.latest.mode != IStakedValidation.Mode.Stake) {
            _owe(ended.tee.payee, rewardPerHead);
        }
        locked -= toTreasury;
        treasury += toTreasury;
    }

    function _owe(address account, uint256 amount) private {
        owedTo[account] += amount;
        owed += amount;
        locked -= amount;
    }

    function _find(bytes32 requestHash, uint256 number, address validator)
        private
        view
        returns (IStakedValidation.Verdict storage)
    {
        IStakedValidation.Verdict[] storage list = _verdicts[requestHash][number];
        uint256 i;
        while (list[i].validator != validator) ++i;
        return list[i];
    }

    function _address(bytes32 topic) private pure returns (address) {
        return address(uint160(uint256(topic)));
    }
}
