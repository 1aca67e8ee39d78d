// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IStakedRules} from "../../contracts/interfaces/IStakedRules.sol";
import {IStakedValidation} from "../../contracts/interfaces/IStakedValidation.sol";
import {IERC8004ValidationRegistry} from "../../contracts/interfaces/IERC8004ValidationRegistry.sol";
import {Deployed, IIdentity, IStaked, ITEEKeys} from "./Deployed.sol";

/// @dev Proofs by halmos, run by `npm run prove`: each holds for all values of the arguments, under the bounds that
/// audit/PROOFS.md states.
contract StakedProofs is Deployed {
    address private constant OWNER = address(0xA11CE);
    address private constant GOVERNANCE = address(0x60F);
    address private constant GUARDIAN = address(0x64A4D);
    address private constant REQUESTER = address(0x4E9);
    address private constant RECEIVER = address(0x4EC);
    bytes32 private constant HASH = keccak256("request");
    bytes32 private constant OTHER_HASH = keccak256("other request");
    bytes32 private constant SALT = keccak256("salt");
    uint256 private constant BEGIN = 1_800_000_000;
    uint256 private constant STAKE = 0.1 ether;
    uint32 private constant PERIOD = 1 days;

    IIdentity private _identity;
    IStaked private _staked;
    IStaked private _other;
    uint256 private _agentId;

    /// @dev One request is open, of another agent's owner's the registry knows only.
    function setUp() public {
        vm.warp(BEGIN);
        _identity = _identityRegistry();
        IERC8004ValidationRegistry validations = _validationRegistry(_identity);
        ITEEKeys keys = _teeKeyRegistry(GOVERNANCE, address(0));
        address verifier = address(_identity);
        _staked = _stakedValidation(validations, keys, verifier, GOVERNANCE, GUARDIAN);
        _other = _stakedValidation(validations, keys, verifier, GOVERNANCE, GUARDIAN);
        vm.startPrank(OWNER);
        _agentId = _identity.register();
        validations.validationRequest(address(_staked), _agentId, "", HASH);
        validations.validationRequest(address(_staked), _agentId, "", OTHER_HASH);
        _staked.authorizeRequester(HASH, REQUESTER);
        _staked.authorizeRequester(OTHER_HASH, REQUESTER);
        vm.stopPrank();
        vm.deal(REQUESTER, 1 ether);
        assert(_tryOpen(REQUESTER, HASH, 1 ether, PERIOD, 3));
    }

    /// @dev P29, A10: neither the requester nor the agent's side stakes on a verdict; everybody else can.
    function check_P29_A10_theInterestedCantJudge(
        address caller,
        address operator,
        address approved,
        bytes32 commitment
    ) public {
        vm.startPrank(OWNER);
        _identity.setApprovalForAll(operator, true);
        _identity.approve(approved, _agentId);
        vm.stopPrank();
        vm.deal(caller, STAKE);
        bool interested = caller == OWNER || caller == operator || caller == REQUESTER;
        if (caller == approved && approved != address(0)) interested = true;
        assert(_tryCommit(caller, HASH, commitment, STAKE) == (!interested && commitment != 0));
    }

    /// @dev Of A10 and A23: nobody opens a request but the agent's side and whom it allowed.
    function check_A23_onlyTheAgentSideOpens(address caller, address operator, address allowed, bool authorizes)
        public
    {
        vm.startPrank(OWNER);
        _identity.setApprovalForAll(operator, true);
        if (authorizes) _staked.authorizeRequester(OTHER_HASH, allowed);
        vm.stopPrank();
        vm.deal(caller, 1 ether);
        bool may = caller == OWNER || caller == operator || caller == (authorizes ? allowed : REQUESTER);
        assert(_tryOpen(caller, OTHER_HASH, 1 ether, PERIOD, 3) == may);
    }

    /// @dev Nobody but the agent's side says who may open its request.
    function check_A23_onlyTheAgentSideAuthorizes(address caller, address operator, address approved, address allowed)
        public
    {
        vm.startPrank(OWNER);
        _identity.setApprovalForAll(operator, true);
        _identity.approve(approved, _agentId);
        vm.stopPrank();
        vm.prank(caller);
        (bool done,) = address(_staked).call(abi.encodeCall(_staked.authorizeRequester, (OTHER_HASH, allowed)));
        bool isSide = caller == OWNER || caller == operator || (caller == approved && approved != address(0));
        assert(done == isSide);
        assert(_staked.authorizedRequester(OTHER_HASH) == (done ? allowed : REQUESTER));
    }

    /// @dev P30, A27: new rules, whichever, leave an open request and what is staked for it as they were.
    function check_P30_A27_newRulesLeaveAnOpenRequest(IStakedRules.Parameters memory later, address validator) public {
        IStakedValidation.Request memory before = _staked.getRequest(HASH);
        vm.prank(GOVERNANCE);
        _staked.setParameters(later);
        (uint256 version, IStakedRules.Parameters memory rules) = _staked.getParameters();
        assert(version == 2 && keccak256(abi.encode(rules)) == keccak256(abi.encode(later)));
        assert(keccak256(abi.encode(before)) == keccak256(abi.encode(_staked.getRequest(HASH))));
        assert(_staked.requiredStake(HASH, validator) == STAKE);
    }

    /// @dev P30: the stake that is taken is that of the rules at the opening.
    function check_P30_theStakeIsThatOfTheOpening(uint80 laterStake, uint80 sent) public {
        (, IStakedRules.Parameters memory later) = _staked.getParameters();
        later.baseStake = laterStake;
        vm.prank(GOVERNANCE);
        _staked.setParameters(later);
        address validator = _validator(0);
        vm.deal(validator, sent);
        assert(_tryCommit(validator, HASH, bytes32("1"), sent) == (sent == STAKE));
    }

    /// @dev P24: with too few commitments anybody ends a round from the end of the commits on, else from that of the reveals
    /// on, if nobody reveals; and not before.
    function check_P24_pastItsEndFinalizingAlwaysSucceeds(address caller, uint8 count, uint32 wait) public {
        vm.assume(count <= 4);
        for (uint256 i; i < count; ++i) {
            _commit(i, 50);
        }
        vm.warp(BEGIN + uint256(wait));
        vm.prank(caller);
        (bool ended,) = address(_staked).call(abi.encodeCall(_staked.finalize, (HASH)));
        assert(ended == (wait >= (count < 3 ? PERIOD : 2 * PERIOD)));
        IStakedValidation.Status status = _staked.getRequest(HASH).latest.status;
        assert(status == (ended ? IStakedValidation.Status.Expired : IStakedValidation.Status.Open));
    }

    /// @dev P20: the books equal the balance through an opening with any deposit, commitments and an end without verdicts.
    function check_P20_theBooksEqualTheBalance(uint72 deposit, uint8 count) public {
        vm.assume(count <= 4);
        vm.deal(REQUESTER, deposit);
        vm.assume(_tryOpen(REQUESTER, OTHER_HASH, deposit, PERIOD, 3));
        _assertBooks(1 ether + uint256(deposit), 0, 0);
        for (uint256 i; i < count; ++i) {
            address validator = _validator(i);
            vm.deal(validator, STAKE);
            assert(_tryCommit(validator, OTHER_HASH, bytes32("1"), STAKE));
        }
        uint256 stakes = count * STAKE;
        _assertBooks(1 ether + uint256(deposit) + stakes, 0, 0);
        vm.warp(BEGIN + 2 * PERIOD);
        _staked.finalize(OTHER_HASH);
        uint256 slashed = count < 3 ? 0 : stakes;
        _assertBooks(1 ether, uint256(deposit) + stakes - slashed, slashed);
    }

    /// @dev P21: and each account is owed its part of that.
    function check_P21_everybodyIsOwedItsPart(uint72 deposit, uint8 count, address account) public {
        vm.assume(count <= 4);
        vm.deal(REQUESTER, deposit);
        vm.assume(_tryOpen(REQUESTER, OTHER_HASH, deposit, PERIOD, 3));
        bool staked;
        for (uint256 i; i < count; ++i) {
            address validator = _validator(i);
            vm.deal(validator, STAKE);
            assert(_tryCommit(validator, OTHER_HASH, bytes32("1"), STAKE));
            if (validator == account) staked = true;
        }
        vm.warp(BEGIN + 2 * PERIOD);
        _staked.finalize(OTHER_HASH);
        uint256 part = account == REQUESTER ? deposit : staked && count < 3 ? STAKE : 0;
        assert(_staked.owedTo(account) == part);
    }

    /// @dev A11: commits end before the reveals begin, and each has its time only.
    function check_A11_revealsComeAfterAllCommits(uint32 wait) public {
        address validator = _commit(0, 50);
        address late = _validator(1);
        vm.deal(late, STAKE);
        vm.warp(BEGIN + uint256(wait));
        assert(_tryCommit(late, HASH, bytes32("1"), STAKE) == (wait < PERIOD));
        vm.prank(validator);
        (bool revealed,) = address(_staked).call(abi.encodeCall(_staked.revealVerdict, (HASH, 50, SALT)));
        assert(revealed == (wait >= PERIOD && wait < 2 * PERIOD));
    }

    /// @dev A11, A02: commitments to anything else, by anybody else, for another round, request or contract, differ.
    function check_A11_A02_commitmentsNameEverything(
        bytes32[2] memory hashes,
        uint16[2] memory rounds,
        address[2] memory validators,
        uint8[2] memory responses,
        bytes32[2] memory salts
    ) public view {
        bytes32 one = _staked.verdictCommitment(hashes[0], rounds[0], validators[0], responses[0], salts[0]);
        bytes32 two = _staked.verdictCommitment(hashes[1], rounds[1], validators[1], responses[1], salts[1]);
        bool isSame = hashes[0] == hashes[1] && rounds[0] == rounds[1] && validators[0] == validators[1]
            && responses[0] == responses[1] && salts[0] == salts[1];
        assert((one == two) == isSame);
        assert(one != _other.verdictCommitment(hashes[1], rounds[1], validators[1], responses[1], salts[1]));
    }

    /// @dev A12: so do the digests that a TEE signs.
    function check_A12_A02_digestsNameEverything(
        bytes32[2] memory hashes,
        uint16[2] memory rounds,
        uint8[2] memory responses,
        bytes32[2] memory evidence,
        address[2] memory payees
    ) public view {
        bytes32 one = _staked.teeVerdictDigest(hashes[0], rounds[0], responses[0], evidence[0], payees[0]);
        bytes32 two = _staked.teeVerdictDigest(hashes[1], rounds[1], responses[1], evidence[1], payees[1]);
        bool isSame = hashes[0] == hashes[1] && rounds[0] == rounds[1] && responses[0] == responses[1]
            && evidence[0] == evidence[1] && payees[0] == payees[1];
        assert((one == two) == isSame);
        assert(one != _other.teeVerdictDigest(hashes[1], rounds[1], responses[1], evidence[1], payees[1]));
    }

    /// @dev P46, A23: nobody but governance administers; the guardian only pauses; nobody gives the ownership up.
    function check_P46_A23_onlyGovernanceAdministersTheStakes(
        address caller,
        uint8 kind,
        address account,
        uint256 amount,
        IStakedRules.Parameters memory later
    ) public {
        // Nobody sends from the zero address, which stands for the next owner when there is none.
        vm.assume(caller != GOVERNANCE && caller != address(0));
        bool isPause = kind == 0;
        bytes memory call = abi.encodeCall(_staked.renounceOwnership, ());
        if (isPause) call = abi.encodeCall(_staked.pause, ());
        if (kind == 1) call = abi.encodeCall(_staked.unpause, ());
        if (kind == 2) call = abi.encodeCall(_staked.setParameters, (later));
        if (kind == 3) call = abi.encodeCall(_staked.setGuardian, (account));
        if (kind == 4) call = abi.encodeCall(_staked.withdrawTreasury, (payable(account), amount));
        if (kind == 5) call = abi.encodeCall(_staked.transferOwnership, (account));
        if (kind == 6) call = abi.encodeCall(_staked.acceptOwnership, ());
        vm.prank(caller);
        (bool done,) = address(_staked).call(call);
        assert(done == (isPause && caller == GUARDIAN));
        assert(_staked.owner() == GOVERNANCE && _staked.isPaused() == done);
    }

    /// @dev P46: a pause stops what is opened later, nothing else.
    function check_P24_P46_aPauseStopsOpeningsOnly(address caller) public {
        vm.prank(GUARDIAN);
        _staked.pause();
        vm.deal(REQUESTER, 1 ether);
        assert(!_tryOpen(REQUESTER, OTHER_HASH, 1 ether, PERIOD, 3));
        address validator = _commit(0, 50);
        vm.warp(BEGIN + PERIOD);
        vm.prank(validator);
        _staked.revealVerdict(HASH, 50, SALT);
        vm.prank(caller);
        assert(_staked.finalize(HASH) == IStakedValidation.Status.Expired);
        vm.prank(validator);
        assert(_staked.withdraw(payable(RECEIVER)) == STAKE && RECEIVER.balance == STAKE);
    }

    function _assertBooks(uint256 locked, uint256 owed, uint256 treasury) private view {
        (uint256 lockedNow, uint256 owedNow, uint256 treasuryNow) = _staked.getFunds();
        assert(lockedNow == locked && owedNow == owed && treasuryNow == treasury);
        assert(address(_staked).balance == locked + owed + treasury);
    }

    function _tryOpen(address caller, bytes32 requestHash, uint256 deposit, uint32 period, uint8 least)
        private
        returns (bool opened)
    {
        IStakedValidation.Terms memory terms = IStakedValidation.Terms(IStakedValidation.Mode.Stake, period, least, 0);
        vm.prank(caller);
        (opened,) = address(_staked).call{value: deposit}(abi.encodeCall(_staked.openRequest, (requestHash, terms)));
    }

    /// @dev A verdict of the first round on the open request.
    function _commit(uint256 index, uint8 response) private returns (address validator) {
        validator = _validator(index);
        vm.deal(validator, STAKE);
        assert(_tryCommit(validator, HASH, _staked.verdictCommitment(HASH, 1, validator, response, SALT), STAKE));
    }

    function _tryCommit(address caller, bytes32 requestHash, bytes32 commitment, uint256 stake)
        private
        returns (bool committed)
    {
        vm.prank(caller);
        (committed,) =
            address(_staked).call{value: stake}(abi.encodeCall(_staked.commitVerdict, (requestHash, 1, commitment)));
    }

    function _validator(uint256 index) private pure returns (address) {
        return address(uint160(0x7A11D + index));
    }
}
