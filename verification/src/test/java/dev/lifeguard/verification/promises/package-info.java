/**
 * Read in this order: {@link dev.lifeguard.verification.promises.PromisesTest}. What the product promises, each promise
 * by its own words and by tests that name it; the contract suites and the soak test the same in depth.
 */
package dev.lifeguard.verification.promises;
