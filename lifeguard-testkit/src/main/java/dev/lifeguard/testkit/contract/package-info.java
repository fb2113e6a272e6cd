/**
 * Read in this order: {@link dev.lifeguard.testkit.contract.Script}, what a worker under test can be told to do;
 * {@link dev.lifeguard.testkit.contract.ScriptedWorkers}, what a kind of worker brings; {@link
 * dev.lifeguard.testkit.contract.PoolContract}, what all suites share; then the suites. Together they are what every
 * pool promises, as tests that each kind of worker runs.
 */
package dev.lifeguard.testkit.contract;
