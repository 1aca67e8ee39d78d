// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IStakedValidation} from "../../contracts/interfaces/IStakedValidation.sol";
import {KeyType} from "../../contracts/types/KeyType.sol";
import {TEEKind} from "../../contracts/types/TEEKind.sol";
import {IERC8004ValidationRegistry} from "../../contracts/interfaces/IERC8004ValidationRegistry.sol";
import {Deployed, IIdentity, IStaked, ITEEKeys} from "./Deployed.sol";

/// @dev Proofs by halmos, run by `npm run prove`: each holds for all values of the arguments, under the bounds that
/// audit/PROOFS.md states. ecrecover is taken to give any address for any signature.
contract StakedDecisionProofs is Deployed {
    address private constant OWNER = address(0xA11CE);
    address private constant GOVERNANCE = address(0x60F);
    address private constant PROPOSER = address(0xB0B);
    address private constant RECEIVER = address(0x4EC);
    bytes32 private constant DECIDED = keccak256("decided");
    bytes32 private constant ASKED = keccak256("asked of a TEE");
    bytes32 private constant SALT = keccak256("salt");
    uint256 private constant BEGIN = 1_800_000_000;
    uint256 private constant STAKE = 0.1 ether;
    uint256 private constant DEPOSIT = 1 ether;
    uint32 private constant PERIOD = 30 days;

    IERC8004ValidationRegistry private _validations;
    ITEEKeys private _keys;
    IStaked private _staked;
    bytes32 private _keyId;

    /// @dev One request is decided: of four validators three agree, and one lies far off. Another is open for a TEE, of which
    /// one key is trusted.
    function setUp() public {
        vm.warp(BEGIN - 10 days);
        IIdentity identity = _identityRegistry();
        _validations = _validationRegistry(identity);
        _keys = _teeKeyRegistry(GOVERNANCE, address(0));
        _staked = _stakedValidation(_validations, _keys, address(identity), GOVERNANCE, address(0));
        vm.startPrank(OWNER);
        uint256 agentId = identity.register();
        _validations.validationRequest(address(_staked), agentId, "", DECIDED);
        _validations.validationRequest(address(_staked), agentId, "", ASKED);
        vm.stopPrank();
        _trust();
        _decide();
        vm.warp(BEGIN);
        _open(ASKED, IStakedValidation.Mode.TEE, 0);
    }

    /// @dev P26: whoever calls whatever, and whenever, a decision and the answer in the registry stay.
    function check_P26_aDecisionNeverChanges(address caller, uint8 kind, uint8 response, bytes32 word, uint32 wait)
        public
    {
        bytes32 before = _state();
        vm.warp(BEGIN + uint256(wait));
        vm.deal(caller, DEPOSIT);
        vm.prank(caller);
        (bool done,) =
            address(_staked).call{value: kind == 0 ? DEPOSIT : kind == 1 ? STAKE : 0}(_step(kind, response, word));
        assert(!done);
        assert(_state() == before);
    }

    /// @dev P25, P26: everybody withdraws once, exactly what it is owed; nobody gets anything else.
    function check_P25_P26_everybodyWithdrawsWhatItIsOwedOnce(address caller) public {
        uint256 owed = _staked.owedTo(caller);
        (uint256 locked, uint256 sum, uint256 treasury) = _staked.getFunds();
        assert(address(_staked).balance == locked + sum + treasury);
        assert(_tryWithdraw(caller) == (owed != 0));
        assert(RECEIVER.balance == owed && _staked.owedTo(caller) == 0);
        (uint256 lockedAfter, uint256 sumAfter, uint256 treasuryAfter) = _staked.getFunds();
        assert(lockedAfter == locked && sumAfter == sum - owed && treasuryAfter == treasury);
        assert(!_tryWithdraw(caller) && RECEIVER.balance == owed);
    }

    /// @dev P22, P23: of the decided round: winners get stake and equal shares, the dissenter loses at most its stake, and all
    /// of it together is reward and stakes. `account` stands for everybody.
    function check_P22_P23_theDecidedRoundIsSharedOut(address account) public view {
        uint256 share = DEPOSIT / 10 / 3;
        uint256 owed = account == _validator(0) || account == _validator(1) || account == _validator(2)
            ? STAKE + share
            : account == OWNER ? DEPOSIT - DEPOSIT / 10 : 0;
        assert(_staked.owedTo(account) == owed);
        (uint256 locked, uint256 sum, uint256 treasury) = _staked.getFunds();
        assert(locked == DEPOSIT && sum + treasury == DEPOSIT + 4 * STAKE);
    }

    /// @dev A18: the treasury pays only governance, and leaves what is locked and owed.
    function check_A18_theTreasuryNeverPaysWhatIsOwed(address caller, uint256 amount) public {
        (uint256 locked, uint256 owed, uint256 treasury) = _staked.getFunds();
        vm.prank(caller);
        (bool paid,) = address(_staked).call(abi.encodeCall(_staked.withdrawTreasury, (payable(RECEIVER), amount)));
        assert(paid == (caller == GOVERNANCE && amount <= treasury));
        (uint256 lockedAfter, uint256 owedAfter, uint256 treasuryAfter) = _staked.getFunds();
        assert(lockedAfter == locked && owedAfter == owed && treasuryAfter == treasury - (paid ? amount : 0));
        assert(address(_staked).balance == locked + owed + treasuryAfter);
    }

    /// @dev A12: who answers in the TEE's place holds its key: no other key, response or time is taken.
    function check_A12_onlyATrustedKeyAnswers(
        address caller,
        bytes32 keyId,
        uint8 response,
        address payee,
        bytes32 r,
        uint32 wait
    ) public {
        vm.warp(BEGIN + uint256(wait));
        if (!_tryAnswer(caller, keyId, response, payee, r)) return;
        assert(keyId == _keyId && response <= 100 && payee != address(0) && wait < PERIOD);
        IStakedValidation.Request memory request = _staked.getRequest(ASKED);
        assert(request.latest.status == IStakedValidation.Status.Decided && request.latest.response == response);
        assert(request.tee.keyId == keyId && request.tee.payee == payee);
        assert(_staked.owedTo(payee) >= DEPOSIT / 10);
        assert(!_tryAnswer(caller, keyId, response, payee, r));
    }

    /// @dev A28, P35: a key that is revoked answers nothing any more.
    function check_A28_P35_aRevokedKeyAnswersNothing(address caller, uint8 response, address payee, bytes32 r) public {
        vm.prank(GOVERNANCE);
        _keys.revoke(_keyId, "");
        assert(!_tryAnswer(caller, _keyId, response, payee, r));
    }

    /// @dev P35: nor does one whose trust has expired.
    function check_P35_anExpiredKeyAnswersNothing(address caller, uint8 response, address payee, bytes32 r, uint32 wait)
        public
    {
        vm.warp(BEGIN + uint256(wait));
        vm.assume(!_keys.isTrusted(_keyId));
        assert(!_tryAnswer(caller, _keyId, response, payee, r));
    }

    function _tryAnswer(address caller, bytes32 keyId, uint8 response, address payee, bytes32 r)
        private
        returns (bool answered)
    {
        IStakedValidation.TeeAnswer memory answer = IStakedValidation.TeeAnswer(
            KeyType.Secp256k1, keyId, response, 0, payee, abi.encodePacked(r, bytes32(uint256(1)), bytes1(0x1b))
        );
        vm.prank(caller);
        (answered,) = address(_staked).call(abi.encodeCall(_staked.answerWithTEE, (ASKED, answer)));
    }

    function _tryWithdraw(address caller) private returns (bool paid) {
        vm.prank(caller);
        (paid,) = address(_staked).call(abi.encodeCall(_staked.withdraw, (payable(RECEIVER))));
    }

    function _step(uint8 kind, uint8 response, bytes32 word) private view returns (bytes memory) {
        if (kind == 0) {
            IStakedValidation.Terms memory terms = IStakedValidation.Terms(IStakedValidation.Mode.Stake, PERIOD, 3, 0);
            return abi.encodeCall(_staked.openRequest, (DECIDED, terms));
        }
        if (kind == 1) return abi.encodeCall(_staked.commitVerdict, (DECIDED, uint16(uint256(word)), word));
        if (kind == 2) return abi.encodeCall(_staked.revealVerdict, (DECIDED, response, word));
        if (kind == 3) return abi.encodeCall(_staked.finalize, (DECIDED));
        IStakedValidation.TeeAnswer memory answer = IStakedValidation.TeeAnswer(
            KeyType.Secp256k1,
            _keyId,
            response,
            word,
            RECEIVER,
            abi.encodePacked(word, bytes32(uint256(1)), bytes1(0x1b))
        );
        return abi.encodeCall(_staked.answerWithTEE, (DECIDED, answer));
    }

    /// @dev What was decided, here and in the registry.
    function _state() private view returns (bytes32) {
        (
            address validator,
            uint256 agentId,
            uint8 response,
            bytes32 responseHash,
            string memory tag,
            uint256 updatedAt
        ) = _validations.getValidationStatus(DECIDED);
        assert(response == 50);
        return
            keccak256(
                abi.encode(_staked.getRequest(DECIDED), validator, agentId, response, responseHash, tag, updatedAt)
            );
    }

    /// @dev The secp256k1 key of the private key 1 is approved.
    function _trust() private {
        address[] memory voters = new address[](1);
        voters[0] = GOVERNANCE;
        uint88[] memory weights = new uint88[](1);
        weights[0] = 1;
        vm.prank(GOVERNANCE);
        _keys.setVoteWeights(voters, weights);
        vm.warp(BEGIN - 9 days);
        bytes memory key = abi.encodePacked(
            bytes1(0x04),
            bytes32(0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798),
            bytes32(0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8)
        );
        _keyId = _keys.keyIdOf(KeyType.Secp256k1, key);
        vm.deal(PROPOSER, 1 ether);
        vm.prank(PROPOSER);
        _keys.propose{value: 1 ether}(
            KeyType.Secp256k1, key, TEEKind.TDX, bytes32(uint256(1)), "ipfs://evidence", bytes32(uint256(2))
        );
        vm.prank(GOVERNANCE);
        _keys.vote(1, true);
        vm.warp(BEGIN - 2 days);
        _keys.settle(1);
    }

    /// @dev 50, 50, 55 and 100.
    function _decide() private {
        vm.warp(BEGIN - 1 days - 1 hours);
        uint8[4] memory responses = [50, 50, 55, 100];
        _open(DECIDED, IStakedValidation.Mode.Stake, 3);
        for (uint256 i; i < 4; ++i) {
            vm.deal(_validator(i), STAKE);
            bytes32 commitment = _staked.verdictCommitment(DECIDED, 1, _validator(i), responses[i], SALT);
            vm.prank(_validator(i));
            _staked.commitVerdict{value: STAKE}(DECIDED, 1, commitment);
        }
        vm.warp(BEGIN - 1 days);
        for (uint256 i; i < 4; ++i) {
            vm.prank(_validator(i));
            _staked.revealVerdict(DECIDED, responses[i], SALT);
        }
        assert(_staked.finalize(DECIDED) == IStakedValidation.Status.Decided);
    }

    function _open(bytes32 requestHash, IStakedValidation.Mode mode, uint8 least) private {
        uint32 period = mode == IStakedValidation.Mode.TEE ? PERIOD : 1 hours;
        vm.deal(OWNER, DEPOSIT);
        vm.prank(OWNER);
        _staked.openRequest{value: DEPOSIT}(requestHash, IStakedValidation.Terms(mode, period, least, 0));
    }

    function _validator(uint256 index) private pure returns (address) {
        return address(uint160(0x7A11D + index));
    }
}
