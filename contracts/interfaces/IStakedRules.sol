// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @title Rules and money of staked validation
/// @notice The owner sets the rules of later requests and the guardian, and takes the treasury. Neither owner nor guardian can
/// change an open request, reach a stake, a deposit or what is owed, or stop commits, reveals, answers, finalizing or
/// withdrawals: a pause stops new requests only.
interface IStakedRules {
    /// @notice The rules of a request, fixed when it is opened. Shares are in basis points (1/10,000), distances in points of a
    /// response (0 to 100).
    /// @param minDeposit Least wei that a requester deposits; 1 to 1,000 ether.
    /// @param baseStake Wei that a validator without record stakes; even, 2 to 1,000 ether. Half of it with a good record, twice
    /// with a bad one, see `IStakedValidation.requiredStake`.
    /// @param tolerance A verdict so far from the median still agrees with it; 0 to 99.
    /// @param fullSlashDistance From this distance on a verdict loses the whole slash; `tolerance` + 1 to 100.
    /// @param consensusBps Least share of the revealed stake that must agree; 5,001 to 10,000.
    /// @param rewardBps Share of the deposit that is paid for a decision; 1 to 10,000.
    /// @param slashBps Share of a stake that is lost by not revealing, and at most by disagreeing; 1 to 10,000.
    /// @param revealPeriod Seconds for revealing; 1 hour to 7 days.
    /// @param minValidators Least number of revealed verdicts that a request may ask for; 3 to 100.
    struct Parameters {
        uint80 minDeposit;
        uint80 baseStake;
        uint8 tolerance;
        uint8 fullSlashDistance;
        uint16 consensusBps;
        uint16 rewardBps;
        uint16 slashBps;
        uint24 revealPeriod;
        uint8 minValidators;
    }

    /// @notice The rules of later requests; versions count up from 1.
    event StakedParametersSet(uint256 indexed version, Parameters parameters);
    /// @notice Who can pause besides the owner; the zero address is nobody.
    event StakedGuardianSet(address guardian);
    /// @notice No new requests from here on.
    event Paused(address indexed by);
    /// @notice New requests again.
    event Unpaused(address indexed by);
    /// @notice An account took what was owed to it.
    event StakedWithdrawn(address indexed account, address indexed to, uint256 amount);
    /// @notice The owner took slashed sums and remainders.
    event StakedTreasuryPaid(address indexed to, uint256 amount);

    /// @notice A number lies outside of its bounds; `name` is that of the parameter, term or argument.
    error StakedOutOfBounds(string name, uint256 value, uint256 minimum, uint256 maximum);
    /// @notice The base stake is halved for a good record and must be even.
    error StakedOddStake(uint256 baseStake);
    /// @notice There are no such parameters: versions are 1 to `latest`.
    error StakedUnknownParameters(uint256 version, uint256 latest);
    /// @notice Only guardian and owner pause.
    error StakedNotGuardian(address account);
    /// @notice New requests are paused.
    error StakedPaused();
    /// @notice New requests are not paused.
    error StakedNotPaused();
    /// @notice Deposits, stakes and treasury together would be `sum`: the owner must take the treasury, or wait.
    error StakedFundsTooLarge(uint256 sum, uint256 maximum);
    /// @notice Nothing is owed to the account.
    error StakedNothingOwed(address account);
    /// @notice The treasury holds less.
    error StakedTreasuryTooSmall(uint256 amount, uint256 treasury);
    /// @notice Ether can't be sent to the zero address.
    error StakedZeroReceiver();
    /// @notice The receiver refused the ether.
    error StakedPaymentFailed(address to, uint256 amount);
    /// @notice Without an owner nobody could end a pause or take the treasury: hand the ownership over instead.
    error StakedOwnerNeeded();

    /// @notice Sends to `to` all that is owed to the caller: stakes that came back, rewards, returned deposits.
    /// @return amount Wei.
    function withdraw(address payable to) external returns (uint256 amount);

    /// @notice Sends slashed sums and remainders; only by the owner.
    function withdrawTreasury(address payable to, uint256 amount) external;

    /// @notice Sets the rules of later requests; only by the owner. Open requests keep theirs.
    function setParameters(Parameters calldata newParameters) external;

    /// @notice Sets who can pause besides the owner; only by the owner. The zero address for nobody.
    function setGuardian(address newGuardian) external;

    /// @notice Stops `openRequest`, nothing else. Only guardian and owner.
    function pause() external;

    /// @notice Ends a pause. Only the owner.
    function unpause() external;

    /// @notice Whether new requests are paused.
    function isPaused() external view returns (bool);

    /// @notice Who can pause besides the owner; zero for nobody.
    function guardian() external view returns (address);

    /// @notice The rules of the next request and their version.
    function getParameters() external view returns (uint256 version, Parameters memory parameters);

    /// @notice The rules of a version; reverts for an unknown one.
    function getParametersOf(uint256 version) external view returns (Parameters memory);

    /// @notice Wei that the account can withdraw.
    function owedTo(address account) external view returns (uint256);

    /// @notice A validator's judged verdicts.
    /// @return right Those that agreed with a decision.
    /// @return wrong Those that didn't, and commitments that were not revealed.
    function recordOf(address validator) external view returns (uint256 right, uint256 wrong);

    /// @notice Where the ether belongs. What the balance has beyond the three was forced in and stays.
    /// @return locked Deposits and stakes of open requests.
    /// @return owed The sum of `owedTo` over all accounts.
    /// @return treasury Slashed sums and remainders.
    function getFunds() external view returns (uint256 locked, uint256 owed, uint256 treasury);
}
