/** How a stress test waits, so that it sees a lost wake-up. */
package dev.lifeguard.timing;
