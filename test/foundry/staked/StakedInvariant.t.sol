// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {console2} from "forge-std/console2.sol";
import {Test} from "forge-std/Test.sol";
import {IStakedValidation} from "../../../contracts/interfaces/IStakedValidation.sol";
import {StakedValidation} from "../../../contracts/StakedValidation.sol";
import {StakedHandler} from "./StakedHandler.sol";
import {StakedLogModel} from "./StakedLogModel.sol";
import {StakedModel} from "./StakedModel.sol";

/// @dev Each call acts through whole rounds.
contract StakedInvariantTest is Test {
    uint256 private constant WHOLE_RUN = 150;
    /// @dev So many of the latest requests are looked at after each call; all of them at the end.
    uint256 private constant LATEST = 3;

    StakedHandler private _handler;
    StakedValidation private _staked;
    StakedLogModel private _logged;
    string[14] private _actions = [
        "openRequest",
        "reopen",
        "commit",
        "reveal",
        "answerWithTEE",
        "judgeTogether",
        "finalize",
        "withdraw",
        "govern",
        "changeHands",
        "revokeKey",
        "passTime",
        "season",
        "misbehave"
    ];

    function setUp() external {
        _handler = new StakedHandler();
        _handler.begin();
        (_staked, _logged) = (_handler.market(), _handler.logged());
        targetContract(address(_handler));
        bytes4[] memory selectors = new bytes4[](14);
        selectors[0] = StakedHandler.openRequest.selector;
        selectors[1] = StakedHandler.reopen.selector;
        selectors[2] = StakedHandler.commit.selector;
        selectors[3] = StakedHandler.reveal.selector;
        selectors[4] = StakedHandler.answerWithTEE.selector;
        selectors[5] = StakedHandler.judgeTogether.selector;
        selectors[6] = StakedHandler.finalize.selector;
        selectors[7] = StakedHandler.withdraw.selector;
        selectors[8] = StakedHandler.govern.selector;
        selectors[9] = StakedHandler.changeHands.selector;
        selectors[10] = StakedHandler.revokeKey.selector;
        selectors[11] = StakedHandler.passTime.selector;
        selectors[12] = StakedHandler.season.selector;
        selectors[13] = StakedHandler.misbehave.selector;
        targetSelector(FuzzSelector(address(_handler), selectors));
    }

    function invariant_P20_P21_P25_everyWeiHasItsPlaceAndCanBeWithdrawn() external {
        _checkBalance();
        _checkSums();
        _checkWithdrawal();
    }

    /// @dev On copies of the state; at the end of the run all that are open.
    function invariant_P24_P26_P30_requestsEndAndKeepTheirTermsAndResults() external {
        for (uint256 i = _first(); i < _handler.noteCount(); ++i) {
            _checkResults(_handler.noteOf(i));
            _checkTerms(_handler.noteOf(i));
        }
        _checkEnd();
    }

    function invariant_P48_theLogsTellTheState() external view {
        for (uint256 i = _first(); i < _handler.noteCount(); ++i) {
            _checkLogs(_handler.noteOf(i));
        }
        for (uint256 i; i < _handler.accountCount(); ++i) {
            address account = _handler.accountAt(i);
            assertEq(_staked.owedTo(account), _logged.owedTo(account), "owed to one");
            (uint256 right, uint256 wrong) = _staked.recordOf(account);
            assertEq(right, _logged.right(account), "right");
            assertEq(wrong, _logged.wrong(account), "wrong");
        }
        (uint256 locked, uint256 owed, uint256 treasury) = _staked.getFunds();
        assertEq(locked, _logged.locked(), "locked");
        assertEq(owed, _logged.owed(), "owed");
        assertEq(treasury, _logged.treasury(), "treasury");
        (uint256 version,) = _staked.getParameters();
        assertEq(version, _logged.version(), "version");
        assertEq(abi.encode(_staked.getParametersOf(version)), abi.encode(_logged.parameters(version)), "rules");
        assertEq(_staked.guardian(), _logged.guardian(), "guardian");
        assertEq(_staked.isPaused(), _logged.paused(), "paused");
    }

    function afterInvariant() external {
        _endAll();
        // Forge replays the shortened sequence of an earlier failure first; only a whole run tells about the reach.
        if (_handler.turn() < WHOLE_RUN) return;
        for (uint256 i; i < _actions.length; ++i) {
            console2.log(_actions[i], _handler.reach(i));
            assertGt(_handler.reach(i), 0, _actions[i]);
        }
        string[3] memory modes = ["stake", "tee", "hybrid"];
        string[5] memory statuses = ["", "", "decided", "disputed", "expired"];
        for (uint256 mode; mode < 3; ++mode) {
            for (uint256 status = 2; status < 5; ++status) {
                console2.log(modes[mode], statuses[status], _handler.outcomes(mode, status));
                // One key can't be at odds with itself.
                if (mode == 1 && status == 3) assertEq(_handler.outcomes(mode, status), 0, "a dispute of one");
                else assertGt(_handler.outcomes(mode, status), 0, string.concat(modes[mode], statuses[status]));
            }
        }
        string[7] memory sights =
            ["half stakes", "double stakes", "part slashed", "all slashed", "withheld", "revoked", "replaced"];
        for (uint256 i; i < sights.length; ++i) {
            console2.log(sights[i], _handler.sights(i));
            assertGt(_handler.sights(i), 0, sights[i]);
        }
    }

    /// @dev P20.
    function _checkBalance() private view {
        (uint256 locked, uint256 owed, uint256 treasury) = _staked.getFunds();
        assertEq(address(_staked).balance, locked + owed + treasury + _handler.forced(), "balance");
        assertEq(treasury + _handler.treasuryPaid(), _handler.slashedAndLeft(), "treasury");
    }

    /// @dev P21.
    function _checkSums() private view {
        (uint256 locked, uint256 owed,) = _staked.getFunds();
        uint256 pending;
        for (uint256 i; i < _handler.accountCount(); ++i) {
            address account = _handler.accountAt(i);
            assertEq(_staked.owedTo(account), _handler.owing(account), "owed to one");
            pending += _handler.owing(account);
            (uint256 right, uint256 wrong) = _staked.recordOf(account);
            assertEq(right, _handler.right(account), "right");
            assertEq(wrong, _handler.wrong(account), "wrong");
        }
        assertEq(owed, pending, "owed");
        assertEq(locked, _handler.locked(), "locked");
    }

    /// @dev P24: whatever is over can be finalized.
    function _checkEnd() private {
        uint256 count = _handler.noteCount();
        if (count == 0) return;
        uint256 index = (_handler.turn() * 7) % count;
        if (_handler.noteOf(index).status != IStakedValidation.Status.Open) return;
        uint256 copy = vm.snapshotState();
        _handler.finishLate(index);
        _forget(copy);
    }

    /// @dev P25, on a copy of the state; at the end of the run everybody withdraws.
    function _checkWithdrawal() private {
        address account = _handler.accountAt(_handler.turn() % _handler.accountCount());
        if (_handler.owing(account) == 0) return;
        uint256 copy = vm.snapshotState();
        _handler.withdrawAs(account);
        _forget(copy);
    }

    /// @dev Forge keeps the logs of what it takes back.
    function _forget(uint256 copy) private {
        vm.revertToStateAndDelete(copy);
        vm.getRecordedLogs();
    }

    /// @dev Everything ends, everybody withdraws, and nothing is left but the treasury and what was forced in.
    function _endAll() private {
        for (uint256 i; i < _handler.noteCount(); ++i) {
            if (_handler.noteOf(i).status == IStakedValidation.Status.Open) _handler.finishLate(i);
            _checkResults(_handler.noteOf(i));
            _checkTerms(_handler.noteOf(i));
        }
        for (uint256 i; i < _handler.accountCount(); ++i) {
            address account = _handler.accountAt(i);
            if (_handler.owing(account) != 0) _handler.withdrawAs(account);
        }
        (uint256 locked, uint256 owed, uint256 treasury) = _staked.getFunds();
        assertEq(locked, 0, "locked for ever");
        assertEq(owed, 0, "owed for ever");
        assertEq(address(_staked).balance, treasury + _handler.forced(), "left");
    }

    function _checkResults(StakedModel.Note memory note) private view {
        bytes32 hash = note.requestHash;
        for (uint256 round = 1; round < note.round; ++round) {
            assertEq(abi.encode(_staked.getRound(hash, round)), _handler.finished(hash, round), "past round");
        }
        IStakedValidation.Round memory latest = _staked.getRequest(hash).latest;
        assertEq(uint256(latest.status), uint256(note.status), "status");
        assertEq(latest.response, note.response, "response");
        if (note.status == IStakedValidation.Status.Open) return;
        assertEq(abi.encode(latest), _handler.finished(hash, note.round), "finished round");
    }

    function _checkTerms(StakedModel.Note memory note) private view {
        IStakedValidation.Request memory request = _staked.getRequest(note.requestHash);
        IStakedValidation.Round memory latest = request.latest;
        assertEq(abi.encode(_staked.getParametersOf(latest.parametersVersion)), abi.encode(note.rules), "rules");
        assertEq(latest.parametersVersion, note.version, "version");
        assertEq(latest.round, note.round, "round");
        assertEq(uint256(latest.mode), uint256(note.mode), "mode");
        assertEq(latest.agentId, note.agentId, "agent");
        assertEq(latest.commitEnd, note.commitEnd, "commit end");
        assertEq(latest.minValidators, note.minValidators, "minimum of validators");
        assertEq(latest.revealed, note.revealed, "revealed");
        assertEq(request.revealEnd, note.revealEnd, "reveal end");
        assertEq(request.requester, note.requester, "requester");
        assertEq(request.deposit, note.deposit, "deposit");
        assertEq(request.measurement, note.measurement, "measurement");
        assertEq(request.tee.keyId, note.keyId, "key");
        assertEq(request.tee.answeredAt, note.answeredAt, "answered at");
        StakedModel.Part[] memory parts = _handler.partsOf(note.requestHash, note.round);
        assertEq(latest.committed, parts.length, "committed");
        for (uint256 i; i < parts.length; ++i) {
            IStakedValidation.Verdict memory verdict = _staked.getVerdict(note.requestHash, note.round, i);
            assertEq(verdict.validator, parts[i].validator, "validator");
            assertEq(verdict.stake, parts[i].stake, "stake");
            assertEq(verdict.response, parts[i].revealed ? parts[i].response : 0, "verdict");
        }
    }

    function _checkLogs(StakedModel.Note memory note) private view {
        bytes32 hash = note.requestHash;
        assertEq(abi.encode(_staked.getRequest(hash)), abi.encode(_logged.request(hash)), "request");
        assertEq(_staked.authorizedRequester(hash), _logged.authorizedRequester(hash), "authorized");
        for (uint256 round = 1; round <= note.round; ++round) {
            assertEq(abi.encode(_staked.getRound(hash, round)), abi.encode(_logged.round(hash, round)), "round");
            assertEq(
                abi.encode(_staked.getVerdicts(hash, round, 0, 100)),
                abi.encode(_logged.verdicts(hash, round)),
                "verdicts"
            );
        }
    }

    function _first() private view returns (uint256) {
        uint256 count = _handler.noteCount();
        return count > LATEST ? count - LATEST : 0;
    }
}
