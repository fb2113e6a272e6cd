/**
 * Read in this order: {@link dev.lifeguard.examples.distributed.TwoHosts} (in threads, then on two hosts), {@link
 * dev.lifeguard.examples.distributed.Host} (a host, which is a process of its own).
 */
@NullMarked
package dev.lifeguard.examples.distributed;

import org.jspecify.annotations.NullMarked;
